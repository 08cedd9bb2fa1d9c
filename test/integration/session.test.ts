/** A login that expires, from the first refused run to the last answer, on real processes. */
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { type GitHubServer, gitHubServer } from "../fakes/github-server.ts";
import type { World } from "./harness/world.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";

const CLI = new URL("../fixtures/cli/login-claude.mjs", import.meta.url)
  .pathname;
const VERIFYING = "Answer with the one word: ready";

const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const isBlocked = (task: Task): boolean => task.status === "blocked";

/** Waits until it is true, as long as a loaded machine may take. */
async function eventually(isTrue: () => boolean | Promise<boolean>) {
  const until = Date.now() + 60_000;
  while (!(await isTrue())) {
    if (Date.now() > until) throw new Error("it never came true");
    await sleep(50);
  }
}

describe("A lost login", () => {
  const newWorld = worldsOfThisFile();
  const gitHubs: GitHubServer[] = [];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ccsp-login-"));
  });
  afterAll(async () => {
    await Promise.all(gitHubs.map((each) => each.close()));
    await rm(folder, { recursive: true });
  });

  /** A world whose CLIs have no login until `login` says so. */
  const aWorldWithoutLogin = async (
    name: string,
    settings: Readonly<Record<string, string>>,
  ) => {
    const world = await newWorld(name, settings);
    const files = {
      LOGIN_FILE: join(folder, `${world.stage}-login`),
      ANSWERED_FILE: join(folder, `${world.stage}-answered`),
    };
    const startExecutor = (concurrency: number) =>
      world.startExecutor(concurrency, {
        CCSP_CLI: CLI,
        CCSP_CLI_ENV: Object.keys(files).join(),
        ...files,
      });
    const login = () => writeFile(files.LOGIN_FILE, "");
    const logout = () => rm(files.LOGIN_FILE);
    /** The prompts that were given to a CLI, without those of verifications. */
    const prompts = async (): Promise<readonly string[]> => {
      const text = await readFile(files.ANSWERED_FILE, "utf8").catch(() => "");
      const lines = text.split("\n").filter((line) => line !== "");
      return lines.filter((line) => !line.endsWith(VERIFYING));
    };
    return { world, startExecutor, login, logout, prompts };
  };
  const stateOf = async ({ session }: World): Promise<string> =>
    (await session.sessionStatus()).state;

  it.concurrent(
    "becomes one issue; closed without a login it is opened again; closed with one, everything finishes in order",
    async ({ expect }) => {
      const gitHub = await gitHubServer();
      gitHubs.push(gitHub);
      const { world, startExecutor, login, prompts } = await aWorldWithoutLogin(
        "session",
        {
          CCSP_GITHUB_REPO: gitHub.repo,
          CCSP_GITHUB_TOKEN: gitHub.token,
          CCSP_GITHUB_API_URL: gitHub.url,
        },
      );
      const tasks: Task[] = [];
      for (let index = 0; index < 6; index += 1)
        tasks.push(await world.submit(`task ${String(index)}`));
      await startExecutor(1);
      const first = tasks[0]!;
      await world.until(first.id, isBlocked);
      await eventually(() => gitHub.issues.size === 1);

      const [[number, issue] = []] = [...gitHub.issues];
      const isOpen = () => gitHub.issues.get(number!)?.isOpen === true;
      // Said a while after the change that it explains: writes keep a distance.
      const isSaid = (words: string) =>
        gitHub.issues.get(number!)!.comments.at(-1)?.includes(words) === true;
      expect(issue).toMatchObject({ isOpen: true });
      expect(issue?.body).toContain("6 tasks of 1 agent");
      expect(issue?.body).toContain("credentials.json");
      await eventually(async () => (await stateOf(world)) !== "blocked");
      expect(await world.session.sessionStatus()).toMatchObject({
        issueNumber: number,
        blockedTasks: 1,
      });
      expect((await world.read(first.id)).task).toMatchObject({
        failures: 0,
        error: { code: "session-expired", sessionTimeout: true },
      });
      await startExecutor(1);
      await sleep(3_000);
      expect(await prompts()).toEqual(["refused: task 0"]);

      // Seen open first: only then a closed one says something.
      await world.tendSession();
      expect(await stateOf(world)).toBe("monitoring");
      gitHub.change(number!, { isOpen: false });
      await world.tendSession();
      await eventually(() => isOpen());
      await eventually(async () => (await stateOf(world)) === "monitoring");
      await eventually(() => isSaid("still does not work"));
      expect(await prompts()).toEqual(["refused: task 0"]);

      await login();
      gitHub.change(number!, { isOpen: false });
      await world.tendSession();
      for (const { id } of tasks) {
        const done = await world.until(id, isSucceeded);
        expect(done).toMatchObject({ failures: 0, lapses: 0 });
      }
      expect(await stateOf(world)).toBe("active");
      const started = (await prompts()).slice(1);
      expect(started.toSorted()).toEqual(
        tasks.map((_, index) => `task ${String(index)}`),
      );
      // Two places: what runs beside each other may begin in either order.
      expect(started.slice(0, 2)).toContain("task 0");
      expect(started.slice(-2)).toContain("task 5");
      await eventually(() => isSaid("works again"));
      expect(isOpen()).toBe(false);
      expect(gitHub.issues.size).toBe(1);
    },
  );

  it.concurrent(
    "without an issue tracker is mended by an operator's word, the oldest first",
    async ({ expect }) => {
      const { world, startExecutor, login, prompts } = await aWorldWithoutLogin(
        "no-tracker",
        {},
      );
      const tasks: Task[] = [];
      for (let index = 0; index < 5; index += 1)
        tasks.push(await world.submit(`task ${String(index)}`));
      await startExecutor(1);
      await world.until(tasks[0]!.id, isBlocked);
      await world.tendSession();
      const order = { actor: "olga", reason: "renewed" };
      expect(await world.session.sayRestored(order)).toEqual({
        changed: true,
        state: "verifying",
      });
      // Not mended yet: nothing is started.
      await eventually(async () => (await stateOf(world)) === "monitoring");
      expect(await prompts()).toEqual(["refused: task 0"]);
      await login();
      await world.session.sayRestored(order);
      for (const { id } of tasks) await world.until(id, isSucceeded);
      expect((await prompts()).slice(1)).toEqual(
        tasks.map((_, index) => `task ${String(index)}`),
      );
    },
  );

  it.concurrent(
    "five times within an hour without a success between stops the service",
    async ({ expect }) => {
      const { world, startExecutor, login, logout } = await aWorldWithoutLogin(
        "lost-for-good",
        {},
      );
      const executor = await startExecutor(1);
      const exited = once(executor.process, "exit");
      const { id } = await world.submit("I wait");
      for (let times = 1; times < 5; times += 1) {
        await world.until(id, isBlocked);
        // The verification finds a login, and the next run finds none.
        await login();
        await world.session.sayRestored({ actor: "olga", reason: "renewed" });
        await eventually(async () => (await stateOf(world)) === "active");
        await logout();
      }
      expect(await exited).toEqual([0, null]);
      expect(await world.offer("too late")).toMatchObject({
        kind: "stopped",
        gate: { actor: "ccsp" },
      });
      const { task } = await world.read(id);
      expect(task).toMatchObject({ status: "blocked", failures: 0 });
    },
  );
});
