import { describe, expect, it } from "vitest";
import { clearQueue } from "../../../shared/app/clear-queue.ts";
import type { Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { afterCancel } from "../../../shared/domain/transitions.ts";
import { aContent, aRunningTask, aTask } from "../../builders/task.ts";
import { aWorld, type World } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

function aQueue(
  change: (world: World) => Partial<World["store"]> = () => ({}),
) {
  const world = aWorld();
  const { trail } = world.control;
  const store = { ...world.store, ...change(world) };
  const clear = clearQueue({ ...world, store });
  const create = async (...tasks: Task[]) => {
    for (const task of tasks) await world.store.create(task, aContent());
  };
  const statuses = (tasks: readonly Task[]) =>
    tasks.map((task) => world.now(task).status);
  return { ...world, clear, create, statuses, trail };
}

const order = {
  actor: "olga",
  reason: "wrong prompts",
  queueClass: "all",
  budgetMs: 10_000,
} as const;

const many = (count: number, fields: Partial<Task> = {}): Task[] =>
  Array.from({ length: count }, () => aTask(fields));

describe("a cleared queue", () => {
  it("has nothing left that waits, for whatever it waited", async () => {
    const { clear, create, statuses, trail, usage } = aQueue();
    const later1 = later(START, 3_600_000);
    const waiting = [
      aTask({ priority: "urgent" }),
      aTask({ priority: "low" }),
      aTask({ status: "blocked" }),
      aTask({ notBefore: later1 }),
      aTask({
        status: "scheduled",
        queueClass: "scheduled",
        executeAt: later1,
        notBefore: later1,
      }),
    ];
    await create(...waiting);
    expect(await clear(order)).toEqual({ cleared: 5, complete: true });
    expect(new Set(statuses(waiting))).toEqual(new Set(["cancelled"]));
    expect(usage.ends).toHaveLength(5);
    expect(usage.written()).toBe(5);
    expect(trail.entries).toMatchObject([
      {
        action: "clear-queue",
        actor: "olga",
        reason: "wrong prompts",
        detail: { class: "all", cleared: 5 },
      },
    ]);
    expect(new Set(trail.entries[0]?.detail?.["ids"] as string[])).toEqual(
      new Set(waiting.map(({ id }) => id)),
    );
  });

  it("is one class, where one is named", async () => {
    const { clear, create, statuses } = aQueue();
    const tasks = [aTask({ priority: "high" }), aTask({ priority: "low" })];
    await create(...tasks);
    const cleared = await clear({ ...order, queueClass: "low" });
    expect(cleared).toEqual({ cleared: 1, complete: true });
    expect(statuses(tasks)).toEqual(["queued", "cancelled"]);
  });

  it("keeps what runs, what is over, and what came after the order", async () => {
    const { clear, create, statuses, clock } = aQueue();
    const tasks = [
      aRunningTask(),
      aTask({ status: "failed", finishedAt: START }),
      aTask({ createdAt: later(START, 1_001) }),
      aTask({ createdAt: later(START, 1_000) }),
    ];
    await create(...tasks);
    await clock.advance(1_000);
    expect(await clear(order)).toMatchObject({ cleared: 1 });
    expect(statuses(tasks)).toEqual([
      "running",
      "failed",
      "queued",
      "cancelled",
    ]);
  });

  it("is told when there was nothing, too", async () => {
    const { clear, trail } = aQueue();
    expect(await clear(order)).toEqual({ cleared: 0, complete: true });
    expect(trail.entries).toMatchObject([{ detail: { cleared: 0, ids: [] } }]);
  });

  it("goes on behind each page, and keeps 5 000 ids a row", async () => {
    const { clear, create, trail } = aQueue();
    await create(...many(5_001));
    expect(await clear(order)).toEqual({ cleared: 5_001, complete: true });
    const ids = trail.entries.map(({ detail }) => detail?.["ids"] as string[]);
    expect(ids.map((each) => each.length)).toEqual([5_000, 1]);
    expect(new Set(ids.flat()).size).toBe(5_001);
    for (const { detail } of trail.entries)
      expect(detail).toMatchObject({ cleared: 5_001 });
  });

  it("is left at its time, with what was done until then", async () => {
    const { clear, create, trail } = aQueue(({ store, clock }) => ({
      transition: async (...args) => {
        await clock.leap(100);
        return store.transition(...args);
      },
    }));
    await create(...many(100));
    const { cleared, complete } = await clear({ ...order, budgetMs: 2_000 });
    expect(complete).toBe(false);
    expect(cleared).toBeGreaterThanOrEqual(20);
    expect(cleared).toBeLessThan(100);
    expect(trail.entries).toMatchObject([{ detail: { cleared } }]);
  });

  it("is not begun without time", async () => {
    const { clear, create } = aQueue();
    await create(aTask());
    expect(await clear({ ...order, budgetMs: 0 })).toEqual({
      cleared: 0,
      complete: false,
    });
  });
});

describe("a task that moves while the queue is cleared", () => {
  const movedOnce = (to: (task: Task) => Task) =>
    aQueue(({ store }) => {
      let isMoved = false;
      return {
        transition: async (seen, next, options) => {
          if (!isMoved) {
            isMoved = true;
            await store.transition(seen, to(seen));
          }
          return store.transition(seen, next, options);
        },
      };
    });

  it("is left alone when it began to run", async () => {
    const { clear, create, statuses } = movedOnce((task) =>
      aRunningTask({ id: task.id, fence: task.fence + 1 }),
    );
    const task = aTask();
    await create(task);
    expect(await clear(order)).toEqual({ cleared: 0, complete: true });
    expect(statuses([task])).toEqual(["running"]);
  });

  it("is cancelled when it still waits", async () => {
    const { clear, create, statuses } = movedOnce((task) => ({
      ...task,
      fence: task.fence + 1,
    }));
    const task = aTask();
    await create(task);
    expect(await clear(order)).toEqual({ cleared: 1, complete: true });
    expect(statuses([task])).toEqual(["cancelled"]);
  });

  it("is not counted when somebody else cancelled it", async () => {
    const { clear, create } = movedOnce((task) => afterCancel(task, START));
    await create(aTask());
    expect(await clear(order)).toMatchObject({ cleared: 0 });
  });

  it("is nobody's when its row is gone", async () => {
    const { clear, create } = aQueue(() => ({
      transition: async () => false,
      read: async () => undefined,
    }));
    await create(aTask());
    expect(await clear(order)).toEqual({ cleared: 0, complete: true });
  });
});

describe("a task that cannot be cancelled", () => {
  it("is an error, and what was cancelled beside it is kept", async () => {
    let writes = 0;
    const { clear, create, trail } = aQueue(({ store }) => ({
      transition: async (...args) => {
        writes += 1;
        if (writes === 2) throw new Error("away");
        return store.transition(...args);
      },
    }));
    await create(...many(3));
    await expect(clear(order)).rejects.toThrow("away");
    expect(trail.entries).toMatchObject([{ detail: { cleared: 2 } }]);
  });
});
