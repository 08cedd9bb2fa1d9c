/** An executor that DynamoDB does not answer: it isolates itself, and comes back by itself. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { LEASE_MS } from "../../shared/domain/timing.ts";
import {
  type Fault,
  type FaultProxy,
  LostReply,
  startFaultProxy,
} from "../crash/fault-proxy.ts";
import { livingRuns, timeUntil } from "./harness/living-runs.ts";
import { timedRuns } from "./harness/timed-runs.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";

/** From SIGTERM to SIGKILL. */
const GRACE_MS = 3_000;
/** For a loaded machine. */
const SLACK_MS = 15_000;
const STUBBORN = 'simulate: {"ignoreSigterm": true, "forks": 1}';

const isRunning = (task: Task): boolean => task.status === "running";
const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const never = new Promise<never>(() => undefined);
const silent: Fault = () => never;
const refused: Fault = async () => {
  throw new LostReply();
};

describe("An executor that DynamoDB does not answer", () => {
  const newWorld = worldsOfThisFile();
  const proxies: FaultProxy[] = [];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ccsp-isolation-"));
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await rm(folder, { recursive: true });
  });

  /** An executor that runs a task, and whose way to DynamoDB can be cut. */
  const aRunThatIsCutOff = async (name: string) => {
    const world = await newWorld(name);
    const proxy = await startFaultProxy(world.endpoints.dynamodbEndpoint);
    proxies.push(proxy);
    const runs = timedRuns(folder, world.stage);
    const executor = await world.startExecutor(2, {
      ...runs.variables,
      AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    });
    const { id } = await world.submit(`task\n${STUBBORN}`);
    await world.until(id, isRunning);
    await timeUntil(() => livingRuns(executor) === 2);
    await runs.setTime(500);
    return {
      world,
      executor,
      runs,
      id,
      cut: (fault: Fault) => proxy.set(fault),
    };
  };

  it.concurrent.for<[string, Fault]>([
    ["is silent", silent],
    ["breaks off", refused],
  ])(
    "(it %s) starts nothing, ends its run with its lease, and goes on when it answers again",
    async ([name, fault], { expect }) => {
      const { world, executor, runs, id, cut } = await aRunThatIsCutOff(
        `table-${name.replaceAll(" ", "-")}`,
      );
      const mend = cut(fault);
      const waiting = await world.submit("waiting");
      const tookMs = await timeUntil(() => livingRuns(executor) === 0);
      expect(tookMs).toBeGreaterThan(LEASE_MS / 2);
      expect(tookMs).toBeLessThan(LEASE_MS + GRACE_MS + SLACK_MS);
      await sleep(GRACE_MS);
      expect((await runs.starts()).map(({ prompt }) => prompt)).toEqual([
        "task",
      ]);

      mend();
      const again = await world.until(id, isSucceeded);
      expect(again).toMatchObject({ fence: 4, lapses: 1, failures: 0 });
      const done = await world.until(waiting.id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, lapses: 0, failures: 0 });
      const prompts = (await runs.starts()).map(({ prompt }) => prompt);
      expect(prompts.toSorted()).toEqual(["task", "task", "waiting"]);
      expect(executor.process.exitCode).toBeNull();
    },
  );

  it.concurrent(
    "records nothing of a run that another executor has taken over",
    async ({ expect }) => {
      const { world, executor, runs, id, cut } =
        await aRunThatIsCutOff("table-taken-over");
      const mend = cut(silent);
      const other = await world.startExecutor(1, runs.variables);
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 4, lapses: 1, failures: 0 });
      mend();
      await timeUntil(() => livingRuns(executor, other) === 0);
      // Long enough to see the table again, and to write to it.
      await sleep(4_000);
      expect((await world.read(id)).task).toEqual(done);
      expect(await runs.starts()).toHaveLength(2);
    },
  );
});
