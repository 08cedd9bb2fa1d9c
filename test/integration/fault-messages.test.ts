/** SQS delivers more than once and in no order: each task still runs once. */
import { describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { duplicating, reversing } from "../crash/faults.ts";
import {
  faultyWorldsOfThisFile,
  type FaultyWorld,
} from "./harness/faulty-worlds.ts";

const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const TASKS = 6;
const PROMPT = 'simulate: {"sleepMs": 500}';

const submitAll = (world: FaultyWorld): Promise<readonly Task[]> =>
  Promise.all(Array.from({ length: TASKS }, () => world.submit(PROMPT)));

const untilAll = (world: FaultyWorld, tasks: readonly Task[]) =>
  Promise.all(tasks.map(({ id }) => world.until(id, isSucceeded)));

describe("When SQS", () => {
  const newWorld = faultyWorldsOfThisFile();

  it.concurrent(
    "delivers each message three times, to whoever asks, each task runs once",
    async ({ expect }) => {
      const world = await newWorld("duplicates");
      const tasks = await submitAll(world);
      world.spoil("ReceiveMessage", duplicating(3));
      await Promise.all([world.startExecutor(), world.startExecutor()]);
      for (const done of await untilAll(world, tasks))
        expect(done).toMatchObject({ fence: 2, lapses: 0, returns: 0 });
      expect(await world.runs()).toHaveLength(TASKS);
    },
  );

  it.concurrent(
    "delivers a message again long after its task has ended, nothing runs",
    async ({ expect }) => {
      const world = await newWorld("late-duplicates");
      const end = world.spoil("ReceiveMessage", duplicating(2));
      const { id } = await world.submit(PROMPT);
      await world.startExecutor();
      const done = await world.until(id, isSucceeded);
      await expect
        .poll(() => world.queue.receive("normal", 0), { timeout: 60_000 })
        .toBeUndefined();
      end();
      expect((await world.read(id)).task).toEqual(done);
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it.concurrent(
    "delivers the last message first, all tasks run, each once",
    async ({ expect }) => {
      const world = await newWorld("reversed");
      const tasks = await submitAll(world);
      world.spoil("ReceiveMessage", reversing());
      await world.startExecutor();
      for (const done of await untilAll(world, tasks))
        expect(done).toMatchObject({ fence: 2, lapses: 0, returns: 0 });
      expect(await world.runs()).toHaveLength(TASKS);
    },
  );
});
