/** AWS refuses for a time, in its own words: nothing is lost and nobody pays for it. */
import { describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import {
  asking,
  first,
  throttledQueue,
  throttledTable,
  unavailable,
} from "../crash/faults.ts";
import type { Fault } from "../crash/fault-proxy.ts";
import { faultyWorldsOfThisFile } from "./harness/faulty-worlds.ts";

const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const isRunning = (task: Task): boolean => task.status === "running";
/** More than the tries of two calls. */
const MANY = 7;

describe("While AWS throttles", () => {
  const newWorld = faultyWorldsOfThisFile();

  it.concurrent(
    "a request is accepted, once, as soon as a try gets through",
    async ({ expect }) => {
      const world = await newWorld("throttled-create");
      world.spoil("PutItem", first(2, throttledTable));
      const { id } = await world.submit("fine");
      await world.startExecutor();
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, failures: 0, lapses: 0 });
    },
  );

  it.concurrent(
    "a request that no try of gets through is refused, and the same key gets it through later",
    async ({ expect }) => {
      const world = await newWorld("throttled-key");
      const idempotency = { key: "k", bodyHash: "h" };
      const end = world.spoil("PutItem", throttledTable);
      await expect(world.submit("fine", { idempotency })).rejects.toThrow(
        expect.objectContaining({ name: "StoreError" }),
      );
      end();
      const task = await world.submit("fine", { idempotency });
      const again = await world.submit("fine", { idempotency });
      expect(again.id).toBe(task.id);
    },
  );

  it.concurrent.each<[string, Fault]>([
    ["throttles", throttledQueue],
    ["is unavailable", unavailable],
  ])(
    "a task is accepted although the queue %s, and runs without its message",
    async (name, fault) => {
      const world = await newWorld(`send-${name.replaceAll(" ", "-")}`);
      const end = world.spoil("SendMessage", fault);
      const { id } = await world.submit("fine");
      end();
      await world.startExecutor();
      await world.until(id, isSucceeded);
    },
  );

  it.concurrent(
    "a task that could not be claimed is claimed later, and runs once",
    async ({ expect }) => {
      const world = await newWorld("throttled-claim");
      const { id } = await world.submit("fine");
      const throttled = first(MANY, throttledTable);
      world.spoil("UpdateItem", asking("startedAt = :now", throttled));
      await world.startExecutor();
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, lapses: 0, returns: 0 });
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "the end of a run is recorded as soon as that is possible, without a second run",
    async ({ expect }) => {
      const world = await newWorld("throttled-record");
      await world.startExecutor();
      const { id } = await world.submit('simulate: {"sleepMs": 15000}');
      await world.until(id, isRunning);
      const throttled = first(MANY, throttledTable);
      world.spoil("UpdateItem", asking('"lastRun"', throttled));
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, lapses: 0, failures: 0 });
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent("a task is cancelled all the same", async ({ expect }) => {
    const world = await newWorld("throttled-cancel");
    const { id } = await world.submit("fine");
    world.spoil("UpdateItem", first(2, throttledTable));
    expect((await world.cancel(id))?.kind).toBe("cancelled");
  });

  it.concurrent(
    "the sweeper says that it could not look, and heals when it can",
    async ({ expect }) => {
      const world = await newWorld("throttled-sweep");
      const executor = await world.startExecutor();
      const { id } = await world.submit('simulate: {"sleepMs": 15000}');
      await world.until(id, isRunning);
      await executor.kill();
      const end = world.spoil("Query", throttledTable);
      await expect(world.sweep()).rejects.toThrow();
      end();
      world.spoil("Query", first(2, throttledTable));
      await world.startExecutor();
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 4, lapses: 1 });
    },
  );

  it.concurrent.each<[string, Fault]>([
    ["throttle", throttledQueue],
    ["are unavailable", unavailable],
  ])("an executor outlives queues that %s", async (name, fault) => {
    const world = await newWorld(`receive-${name.replaceAll(" ", "-")}`);
    world.spoil("ReceiveMessage", first(2 * MANY, fault));
    await world.startExecutor();
    const { id } = await world.submit("fine");
    await world.until(id, isSucceeded);
  });
});
