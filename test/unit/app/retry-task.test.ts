import { describe, expect, it } from "vitest";
import { queueAgain, retryTask } from "../../../shared/app/retry-task.ts";
import type { Task, TaskId, TaskStatus } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aTask, newTaskId } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const DAY = 86_400_000;

function aDesk() {
  const world = aWorld();
  const { store } = world;
  const put = async (fields: Partial<Task> = {}) => {
    const { wakeAt: _, ...task } = aTask({ status: "failed", ...fields });
    await store.create(task, aContent({ metadata: { a: 1 } }));
    return task;
  };
  const retryBy = retryTask({ ...world, queueAgain: queueAgain(world) });
  const retry = (id: TaskId) =>
    retryBy({ id, actor: "olga", reason: "mended" });
  const deeds = async () =>
    (await world.control.trail.list({ limit: 10 })).entries;
  return { ...world, put, retry, deeds };
}

describe("the retry of a failed task", () => {
  it("is a row, then a message", async () => {
    const { put, retry, queue, now, deeds } = aDesk();
    const task = await put({ fence: 3, failures: 3 });
    const retried = await retry(task.id);
    expect(retried?.kind).toBe("queued");
    expect(retried?.whole.metadata).toEqual({ a: 1 });
    expect(now(task)).toMatchObject({
      status: "queued",
      fence: 4,
      forgiven: 3,
      wakeAt: later(START, DAY),
    });
    const { dispatchId } = now(task);
    expect(queue.sent).toMatchObject([{ taskId: task.id, dispatchId }]);
    expect(await deeds()).toMatchObject([
      {
        action: "retry-task",
        actor: "olga",
        reason: "mended",
        detail: { taskId: task.id },
      },
    ]);
  });

  it("is left to the sweeper while the queue is away", async () => {
    const { put, retry, queue, now } = aDesk();
    queue.failing.add("send");
    const task = await put();
    expect((await retry(task.id))?.kind).toBe("queued");
    expect(now(task).wakeAt).toEqual(later(START, 30_000));
  });

  it("again, or ten times at once, queues it once", async () => {
    const { put, retry, queue, deeds } = aDesk();
    const { id } = await put();
    const retried = await Promise.all(
      Array.from({ length: 10 }, () => retry(id)),
    );
    const kinds = retried.map((each) => each?.kind).toSorted();
    expect(kinds).toEqual(["queued", ...Array<string>(9).fill("unfinished")]);
    expect(queue.sent).toHaveLength(1);
    expect(await deeds()).toHaveLength(1);
  });
});

it.each<[TaskStatus, string]>([
  ["succeeded", "not-failed"],
  ["cancelled", "not-failed"],
  ["running", "unfinished"],
  ["queued", "unfinished"],
  ["scheduled", "unfinished"],
  ["blocked", "unfinished"],
])("a task that is %s stays as it is", async (status, kind) => {
  const { put, retry, queue, now, deeds } = aDesk();
  const task = await put({ status });
  const retried = await retry(task.id);
  expect(retried).toEqual({ kind, whole: { task, metadata: { a: 1 } } });
  expect(now(task)).toEqual(task);
  expect([queue.sent, await deeds()]).toEqual([[], []]);
});

it("a task that nobody knows is not retried", async () => {
  expect(await aDesk().retry(newTaskId())).toBeUndefined();
});
