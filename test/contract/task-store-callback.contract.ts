import { describe, expect, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import { afterCancel, afterRedrive } from "../../shared/domain/transitions.ts";
import type { DuePosition, TaskStore } from "../../shared/ports/task-store.ts";
import { aContent, aRunningTask } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

/** How a finished task's callback is kept, and found again when it is due. */
export function callbackContract(store: () => TaskStore): void {
  const callbackUrl = "https://agent.example/done";
  const finished = async (): Promise<Task> => {
    const task = aRunningTask({ callbackUrl });
    await store().create(task, aContent());
    const next = afterCancel(task, later(START, 5_000));
    await store().transition(task, next, { result: "fine" });
    return next;
  };
  const tried = (task: Task, tries: number, wakeAt: Date): Task => ({
    ...task,
    wakeAt,
    callback: { ...task.callback!, tries, lastProblem: "ECONNREFUSED" },
  });
  const delivered = (task: Task): Task => {
    const { wakeAt: _, ...rest } = task;
    const callback = { ...task.callback!, status: "delivered" } as const;
    return { ...rest, callback: { ...callback, lastStatus: 204 } };
  };
  const found = async (
    method: "due" | "dueCallbacks",
    task: Task,
    now: Date,
  ): Promise<Task | undefined> => {
    let after: DuePosition | undefined;
    do {
      const page = await store()[method](now, 64, after);
      const own = page.tasks.find(({ id }) => id === task.id);
      if (own) return own;
      after = page.next;
    } while (after);
    return undefined;
  };

  describe("a callback", () => {
    it("is due with the end, and no task is", async () => {
      const task = await finished();
      const now = later(START, 5_000);
      expect(await found("dueCallbacks", task, later(now, -1))).toBe(undefined);
      expect(await found("dueCallbacks", task, now)).toEqual(task);
      expect(await found("due", task, now)).toBe(undefined);
    });

    it("is not due while the task is unfinished", async () => {
      const task = aRunningTask({ callbackUrl });
      await store().create(task, aContent());
      const now = later(START, 60_000);
      expect(await found("due", task, now)).toEqual(task);
      expect(await found("dueCallbacks", task, now)).toBe(undefined);
    });

    it("is noted with its next time, and nothing else is touched", async () => {
      const task = await finished();
      const next = tried(task, 1, later(START, 40_000));
      expect(await store().noteCallback(task, next)).toBe(true);
      const whole = await store().readWhole(task.id);
      expect(whole).toEqual({ task: next, result: "fine" });
      const due = (at: number) => found("dueCallbacks", task, later(START, at));
      expect(await due(39_999)).toBe(undefined);
      expect(await due(40_000)).toEqual(next);
    });

    it("is due no more once it is delivered, nor noted again", async () => {
      const task = await finished();
      const end = delivered(task);
      expect(await store().noteCallback(task, end)).toBe(true);
      expect(await store().read(task.id)).toEqual(end);
      expect(await found("dueCallbacks", task, later(START, 1e9))).toBe(
        undefined,
      );
      expect(await store().noteCallback(task, tried(task, 1, START))).toBe(
        false,
      );
      expect(await store().read(task.id)).toEqual(end);
    });

    it("is begun by one of ten that saw the same", async () => {
      const task = await finished();
      const begun = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          store().noteCallback(task, tried(task, 1, later(START, index))),
        ),
      );
      expect(begun.filter(Boolean)).toHaveLength(1);
      expect((await store().read(task.id))?.wakeAt).toEqual(
        later(START, begun.indexOf(true)),
      );
    });

    it("is not noted when the task has gone on", async () => {
      const task = await finished();
      const anew = afterRedrive(task, later(START, 6_000), "d-2");
      expect(await store().transition(task, anew)).toBe(true);
      expect(await store().noteCallback(task, delivered(task))).toBe(false);
      expect(await store().read(task.id)).toEqual(anew);
    });
  });
}
