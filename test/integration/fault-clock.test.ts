/**
 * An executor whose clock is wrong, before services that refuse what is signed more than five
 * minutes off, as AWS does.
 */
import { describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { LEASE_MS } from "../../shared/domain/timing.ts";
import { refusingWrongClocks } from "../crash/faults.ts";
import {
  faultyWorldsOfThisFile,
  type FaultyWorld,
} from "./harness/faulty-worlds.ts";

const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const isRunning = (task: Task): boolean => task.status === "running";
const CLOCK = new URL("../fixtures/skewed-clock.mjs", import.meta.url).href;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const TOLERATED_MS = 5 * MINUTE_MS;

/** @returns how many calls were refused so far */
function refuseWrongClocks(world: FaultyWorld): () => number {
  let refused = 0;
  const count = (): void => {
    refused += 1;
  };
  world.spoil("every action", refusingWrongClocks(TOLERATED_MS, count));
  return () => refused;
}

/** Longer than the whole work on one task, so that nobody else takes it by chance. */
const HELD = 'simulate: {"sleepMs": 15000}';

const startSkewed = (world: FaultyWorld, skewMs: number) =>
  world.startExecutor(2, {
    NODE_OPTIONS: `--import=${CLOCK}`,
    CLOCK_SKEW_MS: String(skewMs),
  });

const untilRunning = (world: FaultyWorld, id: Task["id"]) =>
  world.until(id, isRunning);

describe("An executor whose clock is off by more than AWS accepts", () => {
  const newWorld = faultyWorldsOfThisFile();

  it.concurrent.for<[string, number]>([
    ["six minutes ahead", 6 * MINUTE_MS],
    ["six minutes behind", -6 * MINUTE_MS],
    ["four minutes ahead, which is accepted", 4 * MINUTE_MS],
    ["four minutes behind, which is accepted", -4 * MINUTE_MS],
  ])(
    "(%s) holds leases by the table's time",
    async ([name, skewMs], { expect }) => {
      const world = await newWorld(
        `clock-${name.replace(/,.*/, "").replaceAll(" ", "-")}`,
      );
      const refused = refuseWrongClocks(world);
      const executor = await startSkewed(world, skewMs);
      const { id } = await world.submit(HELD);
      const { lease } = await untilRunning(world, id);
      const leftMs = (lease?.until.getTime() ?? 0) - Date.now();
      // Neither over at once, which would let the sweeper take it, nor held beyond its time.
      expect(leftMs).toBeGreaterThan(LEASE_MS - 15 * SECOND_MS);
      expect(leftMs).toBeLessThan(LEASE_MS + 3 * SECOND_MS);
      expect(lease?.executorId).toBe(executor.id);

      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, lapses: 0, failures: 0 });
      expect(refused() > 0).toBe(Math.abs(skewMs) > TOLERATED_MS);
      const finishedMsAgo = Date.now() - (done.finishedAt?.getTime() ?? 0);
      expect(Math.abs(finishedMsAgo)).toBeLessThan(MINUTE_MS);
    },
  );

  it.concurrent.for<[string, number]>([
    ["ahead", 6 * MINUTE_MS],
    ["behind", -6 * MINUTE_MS],
  ])(
    "(%s) loses its task when it dies, and to nobody before",
    async ([name, skewMs], { expect }) => {
      const world = await newWorld(`clock-dies-${name}`);
      refuseWrongClocks(world);
      const executor = await startSkewed(world, skewMs);
      const { id } = await world.submit(HELD);
      await untilRunning(world, id);
      await executor.kill();
      const diedAt = Date.now();
      await world.startExecutor();
      const again = await world.until(id, ({ lapses }) => lapses === 1);
      expect(Date.now() - diedAt).toBeGreaterThan(LEASE_MS - 12 * SECOND_MS);
      expect(again.lapses).toBe(1);
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 4, lapses: 1 });
    },
  );

  it.concurrent.for<[string, number]>([
    ["ahead", 6 * MINUTE_MS],
    ["behind", -6 * MINUTE_MS],
  ])(
    "(%s) starts nothing before its time",
    async ([name, skewMs], { expect }) => {
      const world = await newWorld(`clock-time-${name}`);
      refuseWrongClocks(world);
      await startSkewed(world, skewMs);
      const executeAt = new Date(Date.now() + 15 * SECOND_MS);
      const task = await world.submit("later", { executeAt });
      // A message that comes too early: only the executor's clock holds the task back.
      await world.announce({ ...task, notBefore: new Date() });
      await world.until(task.id, ({ status }) => status !== "scheduled");
      // What the offset leaves uncertain: the `Date` header has whole seconds.
      expect(Date.now()).toBeGreaterThan(executeAt.getTime() - SECOND_MS);
      await world.until(task.id, isSucceeded);
    },
  );
});
