/** Conditions under which the service stops itself, on real processes. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import {
  type FaultProxy,
  LostReply,
  startFaultProxy,
} from "../crash/fault-proxy.ts";
import { livingRuns, timeUntil } from "./harness/living-runs.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";

/** From the third failure to the stop. */
const DELAY_MS = 30_000;
/** An executor looks at the sightings so often; the rest is for a loaded machine. */
const LOOK_MS = 15_000;
const TWO_HOURS_MS = 7_200_000;
const LONG_LIMIT = `simulate: {"outcome": "usage-limit", "resetsInMs": ${String(TWO_HOURS_MS)}}`;

const isRunning = (task: Task): boolean => task.status === "running";
const isSucceeded = (task: Task): boolean => task.status === "succeeded";

describe("The service", () => {
  const newWorld = worldsOfThisFile();
  const proxies: FaultProxy[] = [];
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  });

  it.concurrent(
    "stops itself when SQS does not answer three times, nor half a minute later",
    async ({ expect }) => {
      const world = await newWorld("queue-away");
      const proxy = await startFaultProxy(world.endpoints.sqsEndpoint);
      const executor = await world.startExecutor(2, {
        AWS_ENDPOINT_URL_SQS: proxy.endpoint,
      });
      const exited = once(executor.process, "exit");
      const { id } = await world.submit('simulate: {"sleepMs": 110000}');
      await world.until(id, isRunning);
      const cutAt = Date.now();
      await proxy.stop();
      const waiting = await world.submit("I wait");

      expect(await exited).toEqual([0, null]);
      expect(livingRuns(executor)).toBe(0);
      const report = await world.stopReport();
      expect(report).toMatchObject({
        actor: "ccsp",
        reason: expect.stringMatching(/^queue-unreachable: /) as string,
        running: [{ taskId: id }],
        waiting: { normal: 1 },
      });
      const stoppedAfterMs = Number(report?.since) - cutAt;
      expect(stoppedAfterMs).toBeGreaterThan(DELAY_MS - 1_000);
      expect((await world.read(id)).task).toMatchObject({
        status: "queued",
        failures: 0,
        returns: 1,
      });

      await world.cancel(id);
      await world.startExecutor();
      await world.emergency.clear({ actor: "olga", reason: "it answers" });
      const done = await world.until(waiting.id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, failures: 0 });
    },
  );

  it.concurrent(
    "goes on while SQS answers one of its executors, if not the other",
    async ({ expect }) => {
      const world = await newWorld("queue-half-away");
      const proxy = await startFaultProxy(world.endpoints.sqsEndpoint);
      proxies.push(proxy);
      let refused = 0;
      proxy.set(async () => {
        refused += 1;
        throw new LostReply();
      });
      const cutOff = await world.startExecutor(2, {
        AWS_ENDPOINT_URL_SQS: proxy.endpoint,
      });
      const other = await world.startExecutor(2);
      // Each receive is tried twice.
      await timeUntil(() => refused >= 6);
      await sleep(DELAY_MS + LOOK_MS);

      const { id } = await world.submit("I am done");
      await world.until(id, isSucceeded);
      expect(await world.stopReport()).toBeUndefined();
      const exits = [cutOff, other].map(({ process }) => process.exitCode);
      expect(exits).toEqual([null, null]);
      expect(refused).toBeGreaterThan(10);
    },
  );

  it.concurrent(
    "stops itself at a limit of two hours when a setting says so",
    async ({ expect }) => {
      const world = await newWorld("long-limit-on");
      const executor = await world.startExecutor(2, {
        CCSP_STOP_CONDITIONS: '{"long-limit": {"action": "immediate"}}',
      });
      const exited = once(executor.process, "exit");
      const { id } = await world.submit(LONG_LIMIT);
      expect(await exited).toEqual([0, null]);
      expect(await world.stopReport()).toMatchObject({
        actor: "ccsp",
        reason: expect.stringMatching(/^long-limit: /) as string,
        running: [],
        waiting: { normal: 1 },
      });
      expect((await world.read(id)).task).toMatchObject({
        status: "queued",
        failures: 0,
        error: { code: "usage-limit" },
      });
    },
  );

  it.concurrent(
    "only waits at a limit of two hours otherwise",
    async ({ expect }) => {
      const world = await newWorld("long-limit-off");
      const { process } = await world.startExecutor();
      const { id } = await world.submit(LONG_LIMIT);
      await world.until(id, ({ returns }) => returns === 1);
      await sleep(5_000);
      expect(await world.stopReport()).toBeUndefined();
      expect(process.exitCode).toBeNull();
      expect(await world.offer("in time")).toMatchObject({ kind: "accepted" });
    },
  );
});
