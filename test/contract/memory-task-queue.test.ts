import { describe, expect, it } from "vitest";
import { manualClock } from "../fakes/memory-clock.ts";
import { AWAY } from "../fakes/memory-failure.ts";
import { memoryTaskQueue } from "../fakes/memory-task-queue.ts";
import { taskQueueContract } from "./task-queue.contract.ts";

taskQueueContract("memoryTaskQueue", async () => {
  const clock = manualClock();
  const queue = memoryTaskQueue(clock);
  return {
    queue,
    pass: (ms) => clock.advance(ms),
    putGarbage: async (queueClass) => {
      queue.putGarbage(queueClass);
    },
    dispose: async () => {},
  };
});

describe("memoryTaskQueue", () => {
  it("gives a message again that nobody removed in time", async () => {
    const clock = manualClock();
    const queue = memoryTaskQueue(clock);
    queue.putGarbage("low");
    await queue.receive("low", 0);
    await clock.advance(29_999);
    expect(await queue.receive("low", 0)).toBeUndefined();
    await clock.advance(1);
    expect(await queue.receive("low", 0)).toBeDefined();
  });

  it("fails where it is told to, as the real one does", async () => {
    const queue = memoryTaskQueue(manualClock());
    queue.failing.add("receive");
    await expect(queue.receive("low", 0)).rejects.toMatchObject({
      name: "QueueError",
      cause: AWAY,
    });
    await expect(queue.ping()).resolves.toBeUndefined();
  });
});
