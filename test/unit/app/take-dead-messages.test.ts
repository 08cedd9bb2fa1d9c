import { describe, expect, it } from "vitest";
import { takeDeadMessages } from "../../../shared/app/take-dead-messages.ts";
import type { Task } from "../../../shared/domain/task.ts";
import {
  aContent,
  aRunningTask,
  aTask,
  newTaskId,
} from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";
import { memoryDeadMessages } from "../../fakes/memory-dead-messages.ts";

const pointerTo = ({ id }: Pick<Task, "id">): string =>
  JSON.stringify({ taskId: id, dispatchId: "d-1" });

async function aDesk(...tasks: readonly Task[]) {
  const world = aWorld();
  for (const task of tasks) await world.store.create(task, aContent());
  const dead = memoryDeadMessages(world.clock);
  for (const task of tasks) dead.put(pointerTo(task));
  const run = takeDeadMessages({ ...world, deadMessages: dead });
  return { ...world, dead, run };
}

describe("what SQS gave up", () => {
  it("is nothing, as a rule", async () => {
    const { run, journal } = await aDesk();
    expect(await run()).toEqual({ deadMessages: 0 });
    expect(journal.entries).toEqual([]);
  });

  it.each(["queued", "scheduled"] as const)(
    "fails the task that is %s, for somebody to look at it",
    async (status) => {
      const task = aTask({ status });
      const { run, dead, now, journal, usage, metrics } = await aDesk(task);
      expect(await run()).toEqual({ deadMessages: 1 });
      expect(metrics.measurements).toEqual([
        { values: { DeadMessages: 1 }, dimensions: {} },
      ]);
      expect(now(task)).toMatchObject({
        status: "failed",
        finishedAt: START,
        error: { code: "poison", retryable: true },
      });
      expect(dead.left()).toBe(0);
      expect(usage.ends).toEqual([now(task)]);
      expect(journal.entries).toMatchObject([
        { event: "dead-message-failed-task", level: "error", taskId: task.id },
      ]);
    },
  );

  it.each<[string, Task]>([
    ["runs", aRunningTask()],
    ["is blocked", aTask({ status: "blocked" })],
    ["succeeded", aTask({ status: "succeeded" })],
    ["failed", aTask({ status: "failed" })],
    ["was cancelled", aTask({ status: "cancelled" })],
  ])("is only removed when its task %s", async (_, task) => {
    const { run, dead, now, journal } = await aDesk(task);
    expect(await run()).toEqual({ deadMessages: 1 });
    expect(now(task)).toEqual(task);
    expect(dead.left()).toBe(0);
    expect(journal.entries).toMatchObject([
      {
        event: "dead-message-removed",
        taskId: task.id,
        status: task.status,
      },
    ]);
  });

  it("is only removed when there is no such task", async () => {
    const { run, dead, journal } = await aDesk();
    const id = newTaskId();
    dead.put(pointerTo({ id }));
    expect(await run()).toEqual({ deadMessages: 1 });
    expect(dead.left()).toBe(0);
    expect(journal.entries).toMatchObject([
      { event: "dead-message-removed", taskId: id, status: "unknown" },
    ]);
  });

  it("is removed when it is no pointer, and told without its body", async () => {
    const { run, dead, journal } = await aDesk();
    dead.put("secret");
    expect(await run()).toEqual({ deadMessages: 1 });
    expect(dead.left()).toBe(0);
    expect(journal.entries).toEqual([
      {
        event: "dead-message-unreadable",
        level: "warn",
        messageId: "message-1",
        bytes: 6,
      },
    ]);
  });

  it("stays for the next run when somebody else moved its task meanwhile", async () => {
    const task = aTask();
    const { run, dead, store, now } = await aDesk(task);
    const { transition } = store;
    let isFirst = true;
    store.transition = async (seen, next, ...options) => {
      if (isFirst) await transition(seen, { ...seen, fence: seen.fence + 1 });
      isFirst = false;
      return transition(seen, next, ...options);
    };
    expect(await run()).toEqual({ deadMessages: 0 });
    expect(now(task).status).toBe("queued");
    expect(dead.left()).toBe(1);
  });

  it("is taken up to a hundred at a time; the next run goes on", async () => {
    const { run, dead } = await aDesk();
    for (let count = 0; count < 105; count += 1) dead.put("no pointer");
    expect(await run()).toEqual({ deadMessages: 100 });
    expect(await run()).toEqual({ deadMessages: 5 });
  });

  it("does not hold up the rest when one of it cannot be dealt with", async () => {
    const [bad, good] = [aTask(), aTask()];
    const { run, dead, store, now } = await aDesk(bad, good);
    const { read } = store;
    const garbage = new Error("garbage in a row");
    store.read = async (id) => {
      if (id === bad.id) throw garbage;
      return read(id);
    };
    await expect(run()).rejects.toMatchObject({
      name: "AggregateError",
      message: "1 dead messages could not be dealt with; 1 were",
      errors: [garbage],
    });
    expect(now(good).status).toBe("failed");
    expect(dead.left()).toBe(1);
  });
});
