/** A second deployment, of a changed version, while tasks run. */
import { beforeAll, describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import type { Answer, Deployment } from "./deployment.ts";
import { keepFunction, type KeptFunction } from "./kept-function.ts";
import type { NextVersion } from "./next-version.ts";
import { type SteadyTasks, submitSteadily } from "./steady-tasks.ts";
import {
  asOperator,
  finished,
  standing,
  submit,
  until,
} from "./tasks-as-an-agent.ts";

/** A deployment, and two executors one after the other. */
const UPGRADES_WITHIN_MS = 400_000;

interface Upgraded {
  readonly old: KeptFunction;
  readonly next: NextVersion;
  /** While the functions were new and the executor old. */
  readonly between: { readonly health: Answer; readonly task: Answer["body"] };
  readonly oldExecutorEnded: string;
  readonly tasks: SteadyTasks;
}

async function upgrade(
  deployed: Deployment,
  next: NextVersion,
): Promise<Upgraded> {
  const { executors } = deployed;
  const old = await keepFunction(deployed);
  const end = submitSteadily(deployed);
  await deployed.roll(next.packed);
  const health = await asOperator(deployed, "/health");
  const id = await submit(deployed, "of the new function");
  const task = await finished(deployed, id);
  const oldExecutorEnded = await executors.replace(next.packed.project);
  const tasks = await end();
  return { old, next, between: { health, task }, oldExecutorEnded, tasks };
}

const versions = ({ body }: Answer): readonly unknown[] => {
  const { executors } = body["dependencies"] as {
    executors: { version: unknown }[];
  };
  return executors.map(({ version }) => version);
};

/** Leaves the new version deployed. */
export function upgradeSuite(
  deployed: () => Deployment,
  next: () => Promise<NextVersion>,
): void {
  describe("a new version, deployed while tasks run,", () => {
    let upgraded: Upgraded;
    beforeAll(async () => {
      upgraded = await upgrade(deployed(), await next());
    }, UPGRADES_WITHIN_MS);

    it("answers while the old executor is still there, and runs what it was given", () => {
      const { between, next } = upgraded;
      expect(between.health.body["version"]).toBe(next.version);
      expect(versions(between.health)).toEqual([manifest.version]);
      expect(between.task).toMatchObject({ status: "succeeded", attempts: 1 });
    });

    it("takes over from the old executor, which ends in order", async () => {
      const { oldExecutorEnded, next } = upgraded;
      expect(oldExecutorEnded).toBe("exit code 0");
      const health = await until(
        () => asOperator(deployed(), "/health"),
        ({ body }) => body["status"] === "ok",
      );
      expect(versions(health)).toEqual([next.version]);
    });

    it("loses no task and runs none twice", async () => {
      const { tasks } = upgraded;
      expect(tasks.size).toBeGreaterThan(4);
      for (const [id, { text: result }] of tasks) {
        const task = await finished(deployed(), id);
        expect(task).toMatchObject({ status: "succeeded", result });
      }
      const answered = await deployed().answered();
      for (const { prompt } of tasks.values())
        expect(answered.filter((line) => line === prompt)).toHaveLength(1);
    });

    it("reads what the old function accepts, which is still there for a while", async () => {
      const { old } = upgraded;
      const prompt = 'simulate: {"text": "from the old one"}';
      const { status, body } = await old("POST", "/tasks", { prompt });
      expect(status).toBe(202);
      const task = await finished(deployed(), String(body["taskId"]));
      expect(task).toMatchObject({ result: "from the old one" });
    });

    it("writes what the old function reads and cancels", async () => {
      const { old } = upgraded;
      const id = await submit(deployed(), 'simulate: {"sleepMs": 600000}');
      await standing(deployed(), id, "running");
      expect(await old("GET", `/tasks/${id}`)).toMatchObject({
        status: 200,
        body: { taskId: id, status: "running" },
      });
      expect(await old("DELETE", `/tasks/${id}`)).toMatchObject({
        status: 200,
        body: { status: "cancelled" },
      });
      const task = await finished(deployed(), id);
      expect(task).toMatchObject({ status: "cancelled" });
    });
  });
}
