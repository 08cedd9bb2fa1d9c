import { describe, expect, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import type { TaskStore } from "../../shared/ports/task-store.ts";
import { aContent, aRunningTask, aTask } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

/** What may be written over a task, and when. */
export function writeContract(store: () => TaskStore): void {
  const created = async (task: Task): Promise<Task> => {
    await store().create(task, aContent());
    return task;
  };
  const { lease: _lease, wakeAt: _wakeAt, ...withoutLease } = aRunningTask();
  const finishedFrom = (task: Task): Task => ({
    ...withoutLease,
    id: task.id,
    status: "succeeded",
    fence: task.fence + 1,
    finishedAt: later(START, 5_000),
    lastRun: {
      outcome: "success",
      executionTimeMs: 7,
      sessionId: "s-1",
      usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.01, turns: 3 },
      warnings: ["a tool was refused"],
      truncated: false,
      resultBytes: 4,
    },
  });

  describe("a transition", () => {
    it("writes the state and the result, and removes what is no more", async () => {
      const task = await created(
        aRunningTask({
          error: {
            code: "usage-limit",
            message: "wait",
            retryable: true,
            unlockAt: START,
          },
        }),
      );
      const next = finishedFrom(task);
      expect(await store().transition(task, next, { result: "fine" })).toBe(
        true,
      );
      expect(await store().readWhole(task.id)).toEqual({
        task: next,
        result: "fine",
      });
    });

    it("without a result leaves none of before", async () => {
      const task = await created(aRunningTask());
      const next = finishedFrom(task);
      await store().transition(task, next, { result: "fine" });
      const last = { ...next, fence: 3 };
      expect(await store().transition(next, last)).toBe(true);
      expect(await store().readWhole(task.id)).toEqual({ task: last });
    });

    it("is refused once the fence moved", async () => {
      const task = await created(aRunningTask());
      const next = finishedFrom(task);
      const seen = { ...task, fence: 0 };
      expect(await store().transition(seen, next, { result: "zombie" })).toBe(
        false,
      );
      expect(await store().readWhole(task.id)).toEqual({ task });
    });

    it("is won by one of ten that saw the same fence", async () => {
      const task = await created(aTask());
      const written = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          store().transition(task, {
            ...task,
            fence: 1,
            dispatchId: `d-${index}`,
          }),
        ),
      );
      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await store().read(task.id)).toMatchObject({
        fence: 1,
        dispatchId: `d-${written.indexOf(true)}`,
      });
    });

    it.each([
      ["while the lease lasts", 29_999, true],
      ["no longer once it is over", 30_000, false],
    ])("of its holder is written %s", async (_, atMs, isWritten) => {
      const task = await created(aRunningTask());
      const written = await store().transition(task, finishedFrom(task), {
        whileLeasedAt: later(START, atMs),
        result: "fine",
      });
      expect(written).toBe(isWritten);
      const { status } = (await store().read(task.id))!;
      expect(status).toBe(isWritten ? "succeeded" : "running");
    });

    it.each([
      ["not while the lease lasts", 29_999, false],
      ["once it is over", 30_000, true],
    ])("of a sweeper is written %s", async (_, atMs, isWritten) => {
      const task = await created(aRunningTask());
      const { lease: _lease, ...rest } = task;
      const freed = { ...rest, status: "queued", fence: 2 } as const;
      const written = await store().transition(task, freed, {
        onceLapsedAt: later(START, atMs),
      });
      expect(written).toBe(isWritten);
      expect(await store().read(task.id)).toEqual(isWritten ? freed : task);
    });

    it("of a lease is refused to a task that has none", async () => {
      const task = await created(aTask());
      const next = { ...task, fence: 1 };
      const at = START;
      expect(await store().transition(task, next, { whileLeasedAt: at })).toBe(
        false,
      );
      expect(await store().transition(task, next, { onceLapsedAt: at })).toBe(
        false,
      );
    });

    it("does not make a task that is not there", async () => {
      const task = aTask();
      expect(await store().transition(task, { ...task, fence: 1 })).toBe(false);
      expect(await store().read(task.id)).toBeUndefined();
    });
  });

  describe("the note of a message", () => {
    it("names it and when to look again", async () => {
      const task = await created(aTask());
      const wakeAt = later(START, 86_400_000);
      expect(await store().noteDispatch(task, "d-2", wakeAt)).toBe(true);
      expect(await store().read(task.id)).toEqual({
        ...task,
        dispatchId: "d-2",
        wakeAt,
      });
    });

    it("is refused once the fence moved", async () => {
      const task = await created(aRunningTask());
      const seen = { ...task, fence: 0 };
      expect(await store().noteDispatch(seen, "d-2", START)).toBe(false);
      expect(await store().read(task.id)).toEqual(task);
    });
  });
}
