import { describe, expect, it } from "vitest";
import { sweep } from "../../../shared/app/sweep.ts";
import type { Task, TaskId } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { MAX_LAPSES } from "../../../shared/domain/transitions.ts";
import {
  aContent,
  aRunningTask,
  aTask,
  newTaskId,
} from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const BUDGET_MS = 50_000;
const DAY = 86_400_000;

async function aFloor(...tasks: readonly Task[]) {
  const world = aWorld();
  for (const task of tasks) await world.store.create(task, aContent());
  return { ...world, run: sweep(world) };
}

describe("the sweeper", () => {
  it("finds nothing to do where nothing is due", async () => {
    const { run, queue } = await aFloor(aTask());
    expect(await run(BUDGET_MS)).toEqual({ announced: 0, lapsed: 0 });
    expect(queue.sent).toEqual([]);
  });

  it("sends again what is past its time, under a new name", async () => {
    const task = aTask();
    const { run, queue, clock, now } = await aFloor(task);
    await clock.advance(30_000);
    expect(await run(BUDGET_MS)).toEqual({ announced: 1, lapsed: 0 });
    expect(queue.sent).toMatchObject([{ taskId: task.id, dispatchId: "id-1" }]);
    expect(now(task)).toEqual({
      ...task,
      dispatchId: "id-1",
      wakeAt: later(START, DAY + 30_000),
    });
    expect(await run(BUDGET_MS)).toEqual({ announced: 0, lapsed: 0 });
  });

  it("sends what is due soon with the exact delay", async () => {
    const notBefore = later(START, 3_600_000);
    const wakeAt = later(notBefore, -120_000);
    const task = aTask({ status: "scheduled", notBefore, wakeAt });
    const { run, queue, clock } = await aFloor(task);
    await clock.advance(3_480_000);
    await run(BUDGET_MS);
    expect(queue.sent).toMatchObject([{ delayMs: 120_000 }]);
  });

  it("queues the task of a dead executor again", async () => {
    const task = aRunningTask({ failures: 1 });
    const { run, queue, clock, now, journal } = await aFloor(task);
    await clock.advance(29_999);
    expect(await run(BUDGET_MS)).toEqual({ announced: 0, lapsed: 0 });
    await clock.advance(1);
    expect(await run(BUDGET_MS)).toEqual({ announced: 1, lapsed: 1 });
    const { dispatchId } = now(task);
    expect(now(task)).toMatchObject({
      status: "queued",
      fence: 2,
      lapses: 1,
      failures: 1,
    });
    expect(queue.sent).toMatchObject([{ taskId: task.id, dispatchId }]);
    expect(journal.of("lease-lapsed")).toMatchObject([
      { taskId: task.id, executorId: "e-1", lapses: 1 },
    ]);
  });

  it("ends a task whose executors died too often, and counts the lease", async () => {
    const task = aRunningTask({ lapses: MAX_LAPSES });
    const { run, queue, clock, now, usage } = await aFloor(task);
    await clock.advance(30_000);
    expect(await run(BUDGET_MS)).toEqual({ announced: 0, lapsed: 1 });
    expect(now(task)).toMatchObject({
      status: "failed",
      error: { code: "poison" },
    });
    expect(usage.ends).toEqual([now(task)]);
    expect(queue.sent).toEqual([]);
  });

  it("spares a lease that a late beat saved after the row was read", async () => {
    const task = aRunningTask();
    const world = await aFloor(task);
    const { store, clock, now, queue } = world;
    const run = sweep({
      ...world,
      store: {
        ...store,
        due: async (...asked) => {
          const page = await store.due(...asked);
          // By a clock that is a little behind, the lease still lasts.
          const late = later(START, 29_900);
          await store.renew(task, late, later(late, 30_000));
          return page;
        },
      },
    });
    await clock.advance(30_000);
    expect(await run(BUDGET_MS)).toEqual({ announced: 0, lapsed: 0 });
    expect(now(task).status).toBe("running");
    expect(queue.sent).toEqual([]);
  });

  it("leaves what the index still shows and the row does not", async () => {
    const moved = aTask({ wakeAt: later(START, DAY) });
    const finished = aTask({ status: "cancelled", wakeAt: START });
    const { wakeAt: _, ...over } = aTask({ status: "failed" });
    const world = await aFloor(moved, finished, over);
    const tasks = [moved, finished, over];
    const due = async () => ({ tasks, unreadable: [] });
    const store = { ...world.store, due };
    const swept = await sweep({ ...world, store })(BUDGET_MS);
    expect(swept).toEqual({ announced: 0, lapsed: 0 });
    expect(world.queue.sent).toEqual([]);
  });

  it("goes past a row that fails, and says so at the end", async () => {
    const good = Array.from({ length: 4 }, () => aTask());
    const world = await aFloor(...good);
    const { store, clock, queue } = world;
    const garbage = new Error("garbage in a row");
    const due: typeof store.due = async (...asked) => ({
      ...(await store.due(...asked)),
      unreadable: [garbage],
    });
    await clock.advance(30_000);
    const swept = sweep({ ...world, store: { ...store, due } })(BUDGET_MS);
    await expect(swept).rejects.toMatchObject({
      name: "AggregateError",
      message: expect.stringContaining("announced 4"),
      errors: [garbage],
    });
    expect(queue.sent.map(({ taskId }) => taskId).toSorted()).toEqual(
      good.map(({ id }) => id).toSorted(),
    );
  });

  it("fails when the store does not say what is due", async () => {
    const { run, store } = await aFloor();
    store.failing.add("due");
    await expect(run(BUDGET_MS)).rejects.toMatchObject({ name: "StoreError" });
  });

  it("takes page after page until nothing is left", async () => {
    const tasks = Array.from({ length: 900 }, () => aTask());
    const { run, queue, clock } = await aFloor(...tasks);
    await clock.advance(30_000);
    expect(await run(BUDGET_MS)).toEqual({ announced: 900, lapsed: 0 });
    expect(new Set(queue.sent.map(({ taskId }) => taskId)).size).toBe(900);
  });

  it("ends when it makes no progress, for example because the queue is away", async () => {
    const world = await aFloor(aTask());
    const { queue, clock, store } = world;
    let pages = 0;
    const due: typeof store.due = (...asked) => {
      pages += 1;
      return store.due(...asked);
    };
    queue.failing.add("sendBatch");
    await clock.advance(30_000);
    const run = sweep({ ...world, store: { ...store, due } });
    expect(await run(BUDGET_MS)).toEqual({ announced: 0, lapsed: 0 });
    expect(pages).toBe(1);
  });

  it("begins nothing once its budget is used up, and goes on there", async () => {
    const tasks = Array.from({ length: 900 }, () => aTask());
    const world = await aFloor(...tasks);
    const { store, clock, queue, journal, run } = world;
    const due: typeof store.due = async (...asked) => {
      await clock.advance(BUDGET_MS / 3);
      return store.due(...asked);
    };
    await clock.advance(30_000);
    expect(await sweep(world)(0)).toEqual({ announced: 0, lapsed: 0 });
    const slow = sweep({ ...world, store: { ...store, due } });
    const { announced } = await slow(BUDGET_MS);
    expect(announced).toBeGreaterThan(400);
    expect(announced).toBeLessThan(900);
    expect(journal.of("sweep-unfinished")).toMatchObject([
      { announced: 0 },
      { announced },
    ]);
    expect(await run(BUDGET_MS)).toEqual({
      announced: 900 - announced,
      lapsed: 0,
    });
    expect(new Set(queue.sent.map(({ taskId }) => taskId)).size).toBe(900);
    expect(queue.sent).toHaveLength(900);
  });

  it("goes through a shard that is richer than the others", async () => {
    const rich = Array.from({ length: 600 }, () =>
      aTask({ id: `a${newTaskId().slice(1)}` as TaskId }),
    );
    const { run, clock } = await aFloor(aTask(), ...rich);
    await clock.advance(30_000);
    expect(await run(BUDGET_MS)).toEqual({ announced: 601, lapsed: 0 });
  });

  it("goes past a page that the index shows too late", async () => {
    const stale = Array.from({ length: 400 }, () => aTask());
    const world = await aFloor(aTask());
    const { store, clock } = world;
    const due: typeof store.due = async (now, limit, after) =>
      after
        ? store.due(now, limit)
        : { tasks: stale.map(sent), unreadable: [], next: { a: "" } };
    const sent = (task: Task): Task => ({ ...task, wakeAt: later(START, DAY) });
    await clock.advance(30_000);
    const run = sweep({ ...world, store: { ...store, due } });
    expect(await run(BUDGET_MS)).toEqual({ announced: 1, lapsed: 0 });
  });
});
