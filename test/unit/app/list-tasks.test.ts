import { describe, expect, it } from "vitest";
import { listTasks, type ListQuery } from "../../../shared/app/list-tasks.ts";
import type { Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import type { TaskContent } from "../../../shared/ports/task-store.ts";
import { aContent, aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";
import { memoryTaskStore } from "../../fakes/memory-task-store.ts";

/** So many tasks, the newest first. */
async function aList(
  count: number,
  fieldsOf: (index: number) => Partial<Task> = () => ({}),
  content: TaskContent = aContent(),
) {
  const store = memoryTaskStore();
  const tasks = Array.from({ length: count }, (_, index) =>
    aTask({ createdAt: later(START, -index * 1_000), ...fieldsOf(index) }),
  );
  for (const task of tasks) await store.create(task, content);
  let pages = 0;
  const list = listTasks({
    readMany: store.readMany,
    list: (...query) => {
      pages += 1;
      return store.list(...query);
    },
  });
  const ids = async (query: Partial<ListQuery>) => {
    const { items, last } = await list({ agent: "alice", limit: 10, ...query });
    return { ids: items.map(({ task }) => task.id), last };
  };
  return { store, tasks, list, ids, pages: () => pages };
}

const idsOf = (tasks: readonly Task[]) => tasks.map(({ id }) => id);

describe("an agent's list", () => {
  it("is empty without tasks", async () => {
    const { ids } = await aList(0);
    expect(await ids({})).toEqual({ ids: [], last: undefined });
  });

  it("goes on where the page before ended, until nothing is left", async () => {
    const { tasks, ids } = await aList(5);
    const first = await ids({ limit: 2 });
    const second = await ids({ limit: 2, after: first.last! });
    const third = await ids({ limit: 2, after: second.last! });
    expect(first.ids).toEqual(idsOf(tasks.slice(0, 2)));
    expect(second.ids).toEqual(idsOf(tasks.slice(2, 4)));
    expect(third).toEqual({ ids: idsOf(tasks.slice(4)), last: undefined });
  });

  it("ends with a page that is exactly full", async () => {
    const { tasks, ids } = await aList(4);
    const first = await ids({ limit: 2 });
    const second = await ids({ limit: 2, after: first.last! });
    expect(second).toEqual({ ids: idsOf(tasks.slice(2)), last: undefined });
    expect(await ids({ limit: 4 })).toEqual({
      ids: idsOf(tasks),
      last: undefined,
    });
  });

  it("holds only what the filter lets through, from as many pages as that takes", async () => {
    const { tasks, ids } = await aList(9, (index) => ({
      status: index % 3 === 0 ? "failed" : "queued",
      priority: index < 4 ? "high" : "low",
    }));
    const failed = await ids({ limit: 2, status: "failed" });
    expect(failed.ids).toEqual([tasks[0]!.id, tasks[3]!.id]);
    const rest = await ids({ limit: 2, status: "failed", after: failed.last! });
    expect(rest).toEqual({ ids: [tasks[6]!.id], last: undefined });
    const both = await ids({ status: "failed", priority: "low" });
    expect(both.ids).toEqual([tasks[6]!.id]);
  });

  it("leaves out what is in the index and nowhere else", async () => {
    const { store, tasks, list } = await aList(2);
    const only = listTasks({
      list: store.list,
      readMany: () => store.readMany([tasks[1]!.id]),
    });
    expect((await list({ agent: "alice", limit: 10 })).items).toHaveLength(2);
    const { items } = await only({ agent: "alice", limit: 10 });
    expect(items.map(({ task }) => task)).toEqual([tasks[1]]);
  });

  it("gives up on a rare filter after a thousand rows, and says where", async () => {
    const { ids, pages } = await aList(1_100, (index) =>
      index === 1_050 ? { status: "failed" } : {},
    );
    const first = await ids({ limit: 100, status: "failed" });
    expect(first.ids).toEqual([]);
    expect(pages()).toBe(10);
    const second = await ids({
      limit: 100,
      status: "failed",
      after: first.last!,
    });
    expect(second.ids).toHaveLength(1);
  });

  it("ends a page early when its metadata becomes too much for one answer", async () => {
    const metadata = { text: "m".repeat(250_000) };
    const { tasks, ids } = await aList(30, undefined, aContent({ metadata }));
    const first = await ids({ limit: 30 });
    expect(first.ids).toEqual(idsOf(tasks.slice(0, 16)));
    const second = await ids({ limit: 30, after: first.last! });
    expect(second).toEqual({ ids: idsOf(tasks.slice(16)), last: undefined });
  });
});
