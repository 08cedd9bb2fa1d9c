/** An emergency stop from the order to the last task done again, on real processes. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { type GitHubServer, gitHubServer } from "../fakes/github-server.ts";
import { type CountedWay, startCountedWay } from "./harness/counted-way.ts";
import { livingRuns, timeUntil } from "./harness/living-runs.ts";
import { timedRuns } from "./harness/timed-runs.ts";
import { createTopic, type Topic, topicArn } from "./harness/topic.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const WORST = 'worst\nsimulate: {"ignoreSigterm": true, "forks": 2}';
/** Of each executor while it ramps up, from one place to two. */
const RAMP_STEP_MS = 5_000;
/** Longer than a gate that opened needs to be seen. */
const SEEN_MS = 5_000;

const isRunning = (task: Task): boolean => task.status === "running";
const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const order = (actor: string, reason: string) => ({ actor, reason });

describe("An emergency stop", () => {
  const newWorld = worldsOfThisFile();
  let gitHub: GitHubServer;
  let folder: string;
  const topics: Topic[] = [];
  const ways: CountedWay[] = [];
  beforeAll(async () => {
    gitHub = await gitHubServer();
    folder = await mkdtemp(join(tmpdir(), "ccsp-emergency-"));
  });
  afterAll(async () => {
    await Promise.all(ways.map((way) => way.stop()));
    for (const topic of topics) topic.close();
    await gitHub.close();
    await rm(folder, { recursive: true });
  });

  /** A world that tells people; its runs take a minute until the test says otherwise. */
  const aWorld = async (name: string) => {
    const world = await newWorld(name, (ofStage) => ({
      CCSP_GITHUB_REPO: gitHub.repo,
      CCSP_GITHUB_TOKEN: gitHub.token,
      CCSP_GITHUB_API_URL: gitHub.url,
      CCSP_STOP_TOPIC_ARN: topicArn(ofStage),
    }));
    const { stage } = world;
    const topic = await createTopic(world.endpoints, stage);
    topics.push(topic);
    const runs = timedRuns(folder, stage);
    return {
      world,
      runs,
      issues: () =>
        [...gitHub.issues.values()].filter(({ body }) =>
          body.includes(`stage=${stage} `),
        ),
      notices: () => topic.published(),
      start: (concurrency: number, more: NodeJS.ProcessEnv = {}) =>
        world.startExecutor(concurrency, { ...runs.variables, ...more }),
    };
  };

  it.concurrent(
    "ends eight CLIs and all they started within 10 s, is told once, and everything finishes once after it",
    async ({ expect }) => {
      const { world, start, runs, issues, notices } = await aWorld("stop-load");
      const executors = await Promise.all([start(4), start(4)]);
      const exits = executors.map((each) => once(each.process, "exit"));
      const names = [1, 2, 3, 4, 5, 6, 7].map((each) => `task ${String(each)}`);
      const ran: Task[] = [];
      for (const prompt of [WORST, ...names])
        ran.push(await world.submit(prompt));
      for (const { id } of ran) await world.until(id, isRunning);
      await timeUntil(async () => (await runs.starts()).length === 8);
      await timeUntil(() => livingRuns(...executors) >= 10);
      const waiting = [
        await world.submit("waiting 1"),
        await world.submit("waiting 2"),
        await world.submit("waiting 3", { priority: "low" }),
      ];

      const orders = [order("olga", "a fire"), order("otto", "smoke")];
      const raising = orders.map((each) => world.emergency.raise(each));
      const tending = world.tendSession();
      expect(
        await timeUntil(() => livingRuns(...executors) === 0),
      ).toBeLessThan(onABusyMachine(10_000));
      expect(await Promise.all(exits)).toEqual([
        [0, null],
        [0, null],
      ]);
      const changes = await Promise.all(raising);
      const raised = orders.filter((_, index) => changes[index]?.changed);
      expect(raised).toHaveLength(1);
      await tending;
      await world.tendSession();

      for (const { id } of ran)
        expect((await world.read(id)).task).toMatchObject({
          status: "queued",
          failures: 0,
          returns: 1,
          lapses: 0,
        });
      for (const { id } of waiting)
        expect((await world.read(id)).task).toMatchObject({
          status: "queued",
          returns: 0,
        });
      const report = await world.stopReport();
      expect(report).toMatchObject({
        ...raised[0],
        waiting: { urgent: 0, high: 0, normal: 2, scheduled: 0, low: 1 },
        notice: { toldAt: expect.any(Date) as Date },
      });
      const idOf = ({ id }: Task): string => id;
      expect(report?.running.map(({ taskId }) => taskId).toSorted()).toEqual(
        ran.map(idOf).toSorted(),
      );

      const way = await startCountedWay(world.endpoints);
      ways.push(way);
      const { actions, variables } = way;
      await Promise.all([start(4, variables), start(4, variables)]);
      actions.length = 0;
      await sleep(5_000);
      expect(actions).not.toContain("ReceiveMessage");
      // A look at the head each second, and the few that come less often: of two executors.
      expect(actions.length).toBeLessThan(60);
      expect(await runs.starts()).toHaveLength(8);

      const runMs = 2_000;
      await runs.setTime(runMs);
      await world.emergency.clear(order("olga", "it is out"));
      for (const { id } of [...ran, ...waiting]) {
        const done = await world.until(id, isSucceeded);
        // Two changes of state for each run: its claim and its end.
        const fence = ran.some((task) => task.id === id) ? 4 : 2;
        expect(done).toMatchObject({ fence, failures: 0, lapses: 0 });
      }
      const [first, second, ...others] = (await runs.starts()).slice(8);
      const firstEnd = first!.at + runMs - 10;
      expect(second?.at).toBeGreaterThan(firstEnd);
      // One place on each executor, where three runs find the time; then more.
      const early = others.filter(({ at }) => at < firstEnd + RAMP_STEP_MS);
      expect(early.length).toBeLessThan(6);
      expect(others).toHaveLength(9);

      const { issueUrl } = report!.notice;
      expect(await world.stopReport()).toMatchObject({
        clearedBy: "olga",
        notice: { issueUrl },
      });
      expect(issues()).toHaveLength(1);
      expect(issueUrl).toContain(`/issues/${String(issues()[0]?.number)}`);
      expect(await notices()).toEqual([
        expect.stringContaining(raised[0]!.reason),
      ]);
    },
  );

  it.concurrent(
    "is reported and told once although who raised it died at once, and the next one by itself",
    async ({ expect }) => {
      const { world, issues, notices } = await aWorld("stop-died");
      await world.submit("waiting 1");
      await world.submit("waiting 2", { priority: "urgent" });
      const since = new Date();
      await world.gates.close({
        name: "emergency",
        since,
        ...order("olga", "the first"),
      });
      expect(await world.stopReport()).toBeUndefined();

      await Promise.all([world.tendSession(), world.tendSession()]);
      await world.tendSession();
      expect(await world.stopReport()).toMatchObject({
        since,
        actor: "olga",
        running: [],
        waiting: { urgent: 1, normal: 1 },
        notice: { toldAt: expect.any(Date) as Date },
      });
      expect(issues()).toHaveLength(1);
      expect(await notices()).toHaveLength(1);

      await world.emergency.clear(order("olga", "over"));
      await world.tendSession();
      expect(issues()).toHaveLength(1);
      await world.emergency.raise(order("otto", "the second"));
      await world.tendSession();
      expect(issues().map(({ body }) => body)).toEqual([
        expect.stringContaining("the first"),
        expect.stringContaining("the second"),
      ]);
      expect(await notices()).toHaveLength(2);
    },
  );

  it.concurrent(
    "lets tasks be cancelled and the queue be paused: the first never run, the second holds after it",
    async ({ expect }) => {
      const { world, start, runs } = await aWorld("stop-orders");
      const executor = await start(1);
      const exited = once(executor.process, "exit");
      const running = await world.submit("running");
      await world.until(running.id, isRunning);
      await timeUntil(async () => (await runs.starts()).length === 1);
      const never = await world.submit("never");
      const held = await world.submit("held");
      await world.emergency.raise(order("olga", "a drill"));
      expect(await exited).toEqual([0, null]);
      await runs.setTime(100);

      for (const { id } of [running, never])
        expect(await world.cancel(id)).toMatchObject({ kind: "cancelled" });
      const { pause, resume } = world.orders;
      await pause(order("otto", "release"));
      await resume({ ...order("otto", "released"), gate: "paused" });
      await start(2);
      await sleep(SEEN_MS);
      expect(await world.offer("too late")).toMatchObject({ kind: "stopped" });
      expect(await runs.starts()).toHaveLength(1);

      await pause(order("otto", "release"));
      await world.emergency.clear(order("olga", "over"));
      await sleep(SEEN_MS);
      const late = await world.submit("late");
      expect(await runs.starts()).toHaveLength(1);

      await resume({ ...order("otto", "released"), gate: "paused" });
      await world.until(held.id, isSucceeded);
      await world.until(late.id, isSucceeded);
      await sleep(1_000);
      const prompts = (await runs.starts()).map(({ prompt }) => prompt);
      expect(prompts).toEqual(["running", "held", "late"]);
      for (const { id } of [running, never])
        expect((await world.read(id)).task).toMatchObject({
          status: "cancelled",
          failures: 0,
        });
    },
  );
});
