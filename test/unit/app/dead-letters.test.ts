import { describe, expect, it } from "vitest";
import { listDeadLetters } from "../../../shared/app/list-dead-letters.ts";
import {
  redriveDeadLetters,
  type RedriveOrder,
} from "../../../shared/app/redrive-dead-letters.ts";
import { queueAgain, type QueueAgain } from "../../../shared/app/retry-task.ts";
import type { Task, TaskId } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aTask, newTaskId } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

/** So many dead letters, the newest first. */
async function aDesk(
  count: number,
  fieldsOf: (index: number) => Partial<Task> = () => ({}),
) {
  const world = aWorld();
  const { store, clock } = world;
  const dead: Task[] = [];
  for (let index = 0; index < count; index += 1) {
    const finishedAt = later(START, -index * 1_000);
    const fields = { status: "failed" as const, finishedAt };
    const { wakeAt: _, ...task } = aTask({ ...fields, ...fieldsOf(index) });
    await store.create(task, aContent());
    dead.push(task);
  }
  const again = queueAgain(world);
  const redriving =
    (change: (id: TaskId) => ReturnType<QueueAgain> = again) =>
    (which: RedriveOrder["which"]) =>
      redriveDeadLetters({ ...world, queueAgain: change })({
        actor: "olga",
        reason: "mended",
        which,
        budgetMs: 8_000,
      });
  return {
    ...world,
    dead,
    ids: dead.map(({ id }) => id),
    list: listDeadLetters(store),
    again,
    redriving,
    redrive: redriving(),
    /** Each task takes so long. */
    slowly: (ms: number) =>
      redriving(async (id) => {
        await clock.sleep(ms);
        return again(id);
      }),
    deeds: async () => (await world.control.trail.list({ limit: 10 })).entries,
    waiting: () =>
      store.countStanding({ kind: "waiting", queueClass: "normal" }, 1_000),
  };
}

describe("the dead letters", () => {
  it("are listed newest first, page by page", async () => {
    const { list, ids } = await aDesk(5);
    const idsOf = async (after?: string) => {
      const page = await list({
        limit: 2,
        ...(after !== undefined && { after }),
      });
      return { ...page, items: page.items.map(({ task }) => task.id) };
    };
    const first = await idsOf();
    const second = await idsOf(first.last);
    expect(first.items).toEqual(ids.slice(0, 2));
    expect(second.items).toEqual(ids.slice(2, 4));
    expect(await idsOf(second.last)).toEqual({ items: ids.slice(4) });
  });

  it("are filtered by class, code and agent", async () => {
    const error = { code: "timeout", message: "m", retryable: true } as const;
    const { list, ids } = await aDesk(6, (index) => ({
      priority: index % 2 === 0 ? "high" : "low",
      agent: index < 3 ? "alice" : "bob",
      ...(index > 0 && { error }),
    }));
    const { items } = await list({
      limit: 10,
      queueClass: "high",
      code: "timeout",
      agent: "alice",
    });
    expect(items.map(({ task }) => task.id)).toEqual([ids[2]]);
  });

  it("do not hold what is queued again while the index lags", async () => {
    const { list, store, again, ids } = await aDesk(2);
    const stale = await store.listStanding({ kind: "dead" }, { limit: 10 });
    await again(ids[0]!);
    const lagging = listDeadLetters({
      readMany: store.readMany,
      listStanding: async () => stale,
    });
    const { items } = await lagging({ limit: 10 });
    expect(items.map(({ task }) => task.id)).toEqual([ids[1]]);
    expect((await list({ limit: 10 })).items).toHaveLength(1);
  });
});

describe("a redrive of those that are named", () => {
  it("queues each once, and says why it leaves the others", async () => {
    const { redrive, ids, store, queue } = await aDesk(2);
    const done = aTask({ status: "succeeded" });
    const waits = aTask();
    await store.create(done, aContent());
    await store.create(waits, aContent());
    const unknown = newTaskId();
    const all = [...ids, done.id, waits.id, unknown, ids[0]!];
    expect(await redrive({ taskIds: all })).toEqual({
      redriven: 2,
      skipped: [
        { taskId: done.id, reason: "not-failed" },
        { taskId: waits.id, reason: "unfinished" },
        { taskId: unknown, reason: "not-found" },
      ],
      complete: true,
    });
    expect(queue.sent.map(({ taskId }) => taskId).toSorted()).toEqual(
      ids.toSorted(),
    );
  });

  it("twice at once queues each once", async () => {
    const { redrive, ids, queue } = await aDesk(20);
    const [one, other] = await Promise.all([
      redrive({ taskIds: ids }),
      redrive({ taskIds: ids }),
    ]);
    expect(one.redriven + other.redriven).toBe(20);
    expect(queue.sent).toHaveLength(20);
  });

  it("names those that time did not suffice for", async () => {
    const { slowly, ids, clock } = await aDesk(25);
    const redriving = slowly(5_000)({ taskIds: ids });
    await clock.advance(10_000);
    expect(await redriving).toEqual({
      redriven: 20,
      skipped: ids
        .slice(20)
        .map((taskId) => ({ taskId, reason: "not-reached" })),
      complete: false,
    });
  });

  it("goes on past one that cannot be written, and says so", async () => {
    const { redriving, again, ids, journal } = await aDesk(3);
    const redrive = redriving(async (id) => {
      if (id === ids[1]) throw new Error("broken");
      return again(id);
    });
    const skipped = [{ taskId: ids[1], reason: "unavailable" }];
    expect(await redrive({ taskIds: ids })).toEqual({
      redriven: 2,
      skipped,
      complete: true,
    });
    expect(journal.entries).toMatchObject([
      { event: "redrive-failed", taskId: ids[1] },
    ]);
  });

  it("fails when the store is away", async () => {
    const { redrive, ids, store } = await aDesk(3);
    store.failing.add("transition");
    await expect(redrive({ taskIds: ids })).rejects.toMatchObject({
      name: "StoreError",
    });
  });
});

describe("a redrive of those that pass a filter", () => {
  it("goes through all pages", async () => {
    const { redrive, waiting, list } = await aDesk(250);
    expect(await redrive({ filter: {} })).toEqual({
      redriven: 250,
      skipped: [],
      complete: true,
    });
    expect(await waiting()).toBe(250);
    expect((await list({ limit: 10 })).items).toEqual([]);
  });

  it("leaves the others", async () => {
    const { redrive, waiting, deeds, ids } = await aDesk(9, (index) => ({
      agent: index < 3 ? "alice" : "bob",
    }));
    const filter = { agent: "alice", queueClass: "normal" } as const;
    expect(await redrive({ filter })).toMatchObject({ redriven: 3 });
    expect(await waiting()).toBe(3);
    expect(await deeds()).toMatchObject([
      {
        action: "redrive",
        actor: "olga",
        reason: "mended",
        detail: {
          agent: "alice",
          class: "normal",
          redriven: 3,
          ids: ids.slice(0, 3),
        },
      },
    ]);
  });

  it("stops when its time is over, and goes on when it is called again", async () => {
    const { slowly, redrive, clock } = await aDesk(150);
    const redriving = slowly(1_000)({ filter: {} });
    await clock.advance(20_000);
    const first = await redriving;
    expect(first).toEqual({ redriven: 80, skipped: [], complete: false });
    expect(await redrive({ filter: {} })).toMatchObject({
      redriven: 70,
      complete: true,
    });
  });

  it("is not complete when time is up between two pages", async () => {
    const { slowly, clock } = await aDesk(101);
    const redriving = slowly(800)({ filter: {} });
    await clock.advance(20_000);
    expect(await redriving).toMatchObject({ redriven: 100, complete: false });
  });
});
