import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Task, TaskId } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import type { TaskStore } from "../../shared/ports/task-store.ts";
import { aContent, aTask, newTaskId } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

/** Long before anything else in the store is due. */
const LONG_AGO = later(START, -365 * 86_400_000);

/** Which tasks are found, in what order; and who holds a key. */
export function listContract(store: () => TaskStore): void {
  const created = async (task: Task): Promise<Task> => {
    await store().create(task, aContent());
    return task;
  };
  const inShard = (digit: string): TaskId =>
    `${digit}${newTaskId().slice(1)}` as TaskId;

  describe("what is due", () => {
    it("is past its time and unfinished, oldest first within a shard", async () => {
      const at = (ms: number, shard: string) =>
        created(aTask({ id: inShard(shard), wakeAt: later(LONG_AGO, ms) }));
      const second = await at(2, "a");
      const third = await at(3, "a");
      const first = await at(1, "a");
      const elsewhere = await at(5, "b");
      const last = await at(10, "a");
      await at(11, "a");
      const { wakeAt: _, ...over } = await at(4, "a");
      const finished = { ...over, status: "cancelled", fence: 1 } as const;
      await store().transition({ ...over }, finished);

      const now = later(LONG_AGO, 10);
      const { tasks, ...rest } = await store().due(now, 400);
      expect(rest).toEqual({ unreadable: [] });
      expect(tasks.filter(({ id }) => id.startsWith("a"))).toEqual([
        first,
        second,
        third,
        last,
      ]);
      expect(tasks.filter(({ id }) => !id.startsWith("a"))).toEqual([
        elsewhere,
      ]);

      const pages: (readonly Task[])[] = [];
      let page = await store().due(now, 16);
      pages.push(page.tasks);
      while (page.next) {
        // What is behind is found also when what was before has left.
        for (const task of page.tasks)
          await store().noteDispatch(task, "d-2", START);
        page = await store().due(now, 1, page.next);
        pages.push(page.tasks);
      }
      const [one, ...others] = pages;
      expect(new Set(one)).toEqual(new Set([first, elsewhere]));
      expect(others.flat()).toEqual([second, third, last]);
      expect(Math.max(...others.map(({ length }) => length))).toBe(1);
    });
  });

  describe("an agent's list", () => {
    it("is newest first, page by page, of that agent alone", async () => {
      const agent = `agent-${randomUUID()}`;
      const own: TaskId[] = [];
      for (const seconds of [3, 1, 5, 2, 4]) {
        const createdAt = later(START, seconds * 1_000);
        const { id } = await created(aTask({ agent, createdAt }));
        own[5 - seconds] = id;
        await created(aTask({ agent: `${agent}-2`, createdAt }));
      }
      const first = await store().list(agent, { limit: 2 });
      const after = first.ids.at(-1)!.position;
      const second = await store().list(agent, { limit: 2, after });
      const rest = await store().list(agent, {
        limit: 2,
        after: second.ids.at(-1)!.position,
      });
      const pages = [first, second, rest];
      expect(pages.map(({ ids }) => ids.map(({ id }) => id))).toEqual([
        own.slice(0, 2),
        own.slice(2, 4),
        own.slice(4),
      ]);
      expect(first.isLast).toBe(false);
      expect(rest.isLast).toBe(true);
    });

    it("is empty for an agent without tasks", async () => {
      const page = await store().list(randomUUID(), { limit: 5 });
      expect(page).toEqual({ ids: [], isLast: true });
    });
  });

  describe("an idempotency key", () => {
    const expiresAt = later(START, 1_000);
    const holder = () => ({ taskId: newTaskId(), bodyHash: "h" });

    it("is held by one of twenty that come at once", async () => {
      const key = { agent: "alice", key: randomUUID() };
      const holders = await Promise.all(
        Array.from({ length: 20 }, () =>
          store().holdKey(key, holder(), START, expiresAt),
        ),
      );
      expect(new Set(holders.map(({ taskId }) => taskId)).size).toBe(1);
      const late = later(START, 999);
      expect(await store().holdKey(key, holder(), late, expiresAt)).toEqual(
        holders[0],
      );
    });

    it("is free again after its time", async () => {
      const key = { agent: "alice", key: "k".repeat(300) };
      await store().holdKey(key, holder(), START, expiresAt);
      const next = holder();
      const until = later(expiresAt, 1_000);
      expect(await store().holdKey(key, next, expiresAt, until)).toEqual(next);
      expect(await store().holdKey(key, holder(), expiresAt, until)).toEqual(
        next,
      );
    });

    it("is found by its agent while it is held", async () => {
      const key = { agent: "alice", key: randomUUID() };
      expect(await store().findKey(key, START)).toBeUndefined();
      const first = await store().holdKey(key, holder(), START, expiresAt);
      expect(await store().findKey(key, later(START, 999))).toEqual(first);
      expect(await store().findKey(key, expiresAt)).toBeUndefined();
      expect(
        await store().findKey({ ...key, agent: "bob" }, START),
      ).toBeUndefined();
    });

    it("of one agent is not that of another", async () => {
      const key = randomUUID();
      const [alice, bob] = [holder(), holder()];
      const hold = (agent: string, who: typeof alice) =>
        store().holdKey({ agent, key }, who, START, expiresAt);
      expect(await hold("alice", alice)).toEqual(alice);
      expect(await hold("bob", bob)).toEqual(bob);
    });
  });
}
