/** Runs that end because somebody says so: an emergency stop, a cancel, a timeout. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import { isFinished, type Task } from "../../shared/domain/task.ts";
import { livingRuns, timeUntil } from "./harness/living-runs.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const STUBBORN =
  'simulate: {"sleepMs": 60000, "ignoreSigterm": true, "forks": 2}';

const isRunning = (task: Task): boolean => task.status === "running";
const isSucceeded = (task: Task): boolean => task.status === "succeeded";

describe("A run that must end", () => {
  const newWorld = worldsOfThisFile();

  it.concurrent(
    "an emergency stop ends every CLI within 10 s, loses nothing, and lasts until it is cleared",
    async ({ expect }) => {
      const world = await newWorld("emergency");
      const executor = await world.startExecutor();
      const exited = once(executor.process, "exit");
      const stubborn = await world.submit(STUBBORN);
      const mild = await world.submit('simulate: {"sleepMs": 25000}');
      const waiting = await world.submit("I wait");
      await world.until(stubborn.id, isRunning);
      await world.until(mild.id, isRunning);

      await world.emergency.raise({ actor: "operator", reason: "a drill" });
      expect(await timeUntil(() => livingRuns(executor) === 0)).toBeLessThan(
        onABusyMachine(10_000),
      );
      expect(await exited).toEqual([0, null]);
      const held = await Promise.all(
        [stubborn, waiting].map(async ({ id }) => (await world.read(id)).task),
      );
      expect(held).toMatchObject([
        { status: "queued", failures: 0, returns: 1 },
        { status: "queued", failures: 0, returns: 0 },
      ]);
      expect(await world.offer("too late")).toMatchObject({
        kind: "stopped",
        gate: { reason: "a drill", actor: "operator" },
      });

      // A new executor waits; the stop is over when somebody says so.
      const runs = await world.runs();
      await world.startExecutor();
      await world.sweep();
      await sleep(2_000);
      expect(await world.runs()).toEqual(runs);
      await world.cancel(stubborn.id);
      await world.emergency.clear({ actor: "operator", reason: "over" });
      await world.until(waiting.id, isSucceeded);
      await world.until(mild.id, isSucceeded);
    },
  );

  it.concurrent(
    "a cancelled task's CLI is dead within 5 s, with everything it started",
    async ({ expect }) => {
      const world = await newWorld("cancelled");
      const executor = await world.startExecutor();
      const { id } = await world.submit(STUBBORN);
      await world.until(id, isRunning);
      await timeUntil(() => livingRuns(executor) >= 3);

      expect(await world.cancel(id)).toMatchObject({ kind: "cancelled" });
      expect(await timeUntil(() => livingRuns(executor) === 0)).toBeLessThan(
        onABusyMachine(5_000),
      );
      await sleep(500);
      const { task } = await world.read(id);
      expect(task).toMatchObject({ status: "cancelled", failures: 0 });
      expect(await world.cancel(id)).toMatchObject({ kind: "cancelled" });
    },
  );

  it.concurrent(
    "a waiting task that is cancelled never runs",
    async ({ expect }) => {
      const world = await newWorld("cancelled-early");
      const { id } = await world.submit("never");
      await world.cancel(id);
      await world.startExecutor();
      const next = await world.submit("ever");
      await world.until(next.id, isSucceeded);
      expect(await world.runs()).toHaveLength(1);
      expect(await world.queue.receive("normal", 0)).toBeUndefined();
    },
  );

  it.concurrent(
    "at its timeout a run and all that it started is ended, and the task fails with code timeout",
    async ({ expect }) => {
      const world = await newWorld("timeout");
      const executor = await world.startExecutor();
      const { id } = await world.submit(STUBBORN, { timeoutMs: 2_000 });
      const done = await world.until(id, isFinished);
      expect(done).toMatchObject({
        status: "failed",
        failures: 1,
        error: { code: "timeout" },
      });
      // 2 s, then 5 s of grace for who ignores SIGTERM
      expect(done.lastRun?.executionTimeMs).toBeGreaterThan(6_500);
      expect(done.lastRun?.executionTimeMs).toBeLessThan(onABusyMachine(9_000));
      expect(livingRuns(executor)).toBe(0);
    },
  );

  it.concurrent(
    "a prompt of 1 MiB and an answer of 1 MiB arrive whole",
    async ({ expect }) => {
      const world = await newWorld("large");
      await world.startExecutor();
      const filler = "ü€😀 ".repeat(80_000);
      const echoed = await world.submit(
        `simulate: {"echoStdin": true}\n${filler}`,
      );
      const { id } = await world.submit('simulate: {"resultBytes": 1048576}');
      await world.until(echoed.id, isSucceeded);
      await world.until(id, isSucceeded);
      const echo = await world.read(echoed.id);
      const large = await world.read(id);
      expect(echo.result).toBe(`simulate: {"echoStdin": true}\n${filler}`);
      expect(Buffer.byteLength(large.result ?? "")).toBe(1_048_576);
      expect(large.task.lastRun).toMatchObject({ resultBytes: 1_048_576 });
    },
  );
});
