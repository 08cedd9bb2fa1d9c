/** AWS does what it is asked, and its answer is lost on the way: nothing is done twice for that. */
import { existsSync } from "node:fs";
import { describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import {
  asking,
  first,
  losingTheAnswer,
  losingTheFirstAnswerWith,
} from "../crash/faults.ts";
import {
  faultyWorldsOfThisFile,
  type FaultyWorld,
} from "./harness/faulty-worlds.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const isRunning = (task: Task): boolean => task.status === "running";
/** As often as a call of the table is tried. */
const ALL_TRIES = 3;
const idempotency = { key: "k", bodyHash: "h" };

/** Loses so many answers to the record of a run, and none to beats. */
const recordOf = (tries: number) =>
  asking('"lastRun"', first(tries, losingTheAnswer));

/** How many tasks of the test's agent there are. */
async function countTasks({ store }: FaultyWorld): Promise<number> {
  const { ids } = await store.list("agent-of-the-test", { limit: 10 });
  return ids.length;
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${String(pid)}`);

describe("When an answer is lost", () => {
  const newWorld = faultyWorldsOfThisFile();

  it.concurrent(
    "of each kind of call once, a task runs once and is recorded once",
    async ({ expect }) => {
      const world = await newWorld("lost-each");
      for (const action of [
        "PutItem",
        "SendMessage",
        "UpdateItem",
        "GetItem",
        "DeleteMessage",
      ])
        world.spoil(action, first(1, losingTheAnswer));
      const { id } = await world.submit("fine", { idempotency });
      await world.startExecutor();
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, failures: 0, lapses: 0 });
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "to the claim, whoever asked knows its own mark, and runs the task at once",
    async ({ expect }) => {
      const world = await newWorld("lost-claim");
      const { id } = await world.submit("fine");
      const once = first(1, losingTheAnswer);
      world.spoil("UpdateItem", asking("startedAt = :now", once));
      await world.startExecutor();
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, lapses: 0 });
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "to the record, it stands, and there is no second run",
    async ({ expect }) => {
      const world = await newWorld("lost-record");
      await world.startExecutor();
      const { id } = await world.submit('simulate: {"sleepMs": 15000}');
      await world.until(id, isRunning);
      world.spoil("UpdateItem", recordOf(1));
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, failures: 0, lapses: 0 });
      expect((await world.read(id)).result).toContain("simulator");
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "to every try of the record, it stands all the same",
    async ({ expect }) => {
      const world = await newWorld("lost-for-good");
      await world.startExecutor();
      const { id } = await world.submit('simulate: {"sleepMs": 15000}');
      await world.until(id, isRunning);
      world.spoil("UpdateItem", recordOf(ALL_TRIES));
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, failures: 0, lapses: 0 });
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "to every try of a failure's record, the task is tried again, and its attempt counted once",
    async ({ expect }) => {
      const world = await newWorld("lost-retry");
      await world.startExecutor();
      const prompt = 'simulate: {"sleepMs": 15000, "outcome": "empty-result"}';
      const { id } = await world.submit(prompt);
      await world.until(id, isRunning);
      world.spoil("UpdateItem", recordOf(ALL_TRIES));
      const failed = await world.until(id, ({ status }) => status === "failed");
      expect(failed).toMatchObject({ fence: 6, failures: 3, lapses: 0 });
      expect(await world.runs()).toHaveLength(3);
    },
  );

  it.concurrent(
    "to every try of a request, its repetition finds the task that it made",
    async ({ expect }) => {
      const world = await newWorld("lost-create");
      const lost = asking('"wakeShard"', losingTheAnswer);
      const end = world.spoil("PutItem", lost);
      await expect(world.submit("fine", { idempotency })).rejects.toThrow(
        expect.objectContaining({ name: "StoreError" }),
      );
      end();
      const repeated = await world.submit("fine", { idempotency });
      expect(await countTasks(world)).toBe(1);
      await world.startExecutor();
      const done = await world.until(repeated.id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, lapses: 0 });
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "to the reservation of a key, the key is still the request's own",
    async ({ expect }) => {
      const world = await newWorld("lost-key");
      const once = first(1, losingTheAnswer);
      world.spoil("PutItem", asking('"bodyHash"', once));
      const task = await world.submit("fine", { idempotency });
      const again = await world.submit("fine", { idempotency });
      expect(again.id).toBe(task.id);
      expect(await countTasks(world)).toBe(1);
    },
  );

  it.concurrent(
    "to a send, the second message finds nothing to run",
    async ({ expect }) => {
      const world = await newWorld("lost-send");
      world.spoil("SendMessage", first(1, losingTheAnswer));
      const { id } = await world.submit('simulate: {"sleepMs": 15000}');
      await Promise.all([world.startExecutor(), world.startExecutor()]);
      await world.until(id, isSucceeded);
      expect(await world.runs()).toHaveLength(1);
      expect(await world.queue.receive("normal", 2)).toBeUndefined();
    },
  );

  it.concurrent(
    "to a receive, the task runs all the same, and once",
    async ({ expect }) => {
      const world = await newWorld("lost-receive");
      const { id } = await world.submit("fine");
      world.spoil("ReceiveMessage", losingTheFirstAnswerWith("ReceiptHandle"));
      await world.startExecutor();
      const done = await world.until(id, isSucceeded);
      expect(done).toMatchObject({ fence: 2, lapses: 0 });
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "to an emergency stop, it is known as raised by this order, and clearing opens it",
    async ({ expect }) => {
      const world = await newWorld("lost-gate");
      const order = { actor: "operator", reason: "fire" };
      world.spoil("UpdateItem", first(1, losingTheAnswer));
      expect(await world.emergency.raise(order)).toEqual({ changed: true });
      expect(await world.emergency.raise(order)).toEqual({ changed: false });
      expect((await world.offer("fine")).kind).toBe("stopped");
      expect(await world.emergency.clear(order)).toEqual({ changed: true });
    },
  );

  it.concurrent(
    "to every try of a cancellation, its repetition still ends the run within 5 s",
    async ({ expect }) => {
      const world = await newWorld("lost-cancel");
      await world.startExecutor();
      const { id } = await world.submit('simulate: {"sleepMs": 60000}');
      await world.until(id, isRunning);
      const [pid = 0] = await world.runs();
      const lost = asking('"cancelled"', losingTheAnswer);
      const end = world.spoil("UpdateItem", lost);
      await expect(world.cancel(id)).rejects.toThrow(
        expect.objectContaining({ name: "StoreError" }),
      );
      end();
      expect((await world.cancel(id))?.kind).toBe("cancelled");
      await expect
        .poll(() => isAlive(pid), { timeout: onABusyMachine(5_000) })
        .toBe(false);
    },
  );
});
