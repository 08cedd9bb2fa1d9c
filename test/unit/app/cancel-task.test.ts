import { describe, expect, it } from "vitest";
import { cancelTask } from "../../../shared/app/cancel-task.ts";
import { readTask } from "../../../shared/app/read-tasks.ts";
import type { Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { afterCancel } from "../../../shared/domain/transitions.ts";
import {
  aContent,
  aRunningTask,
  aTask,
  newTaskId,
} from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";
import { memoryUsageCounter } from "../../fakes/memory-usage-counter.ts";

const agent = "alice";

async function aDesk(task: Task) {
  const world = aWorld();
  const { store, clock, control } = world;
  const metadata = { ticket: "T-1" };
  await store.create(task, aContent({ metadata }));
  const cancel = cancelTask({
    store,
    clock,
    head: control.head,
    readTask: readTask(store),
    usage: world.usage,
  });
  return { ...world, cancel };
}

describe("a cancel", () => {
  it.each<[string, Task, number]>([
    ["queued", aTask(), 0],
    ["blocked", aTask({ status: "blocked" }), 0],
    ["running", aRunningTask(), 1],
  ])(
    "ends a %s task, and tells executors if one runs it",
    async (_, task, moves) => {
      const { cancel, control, now, usage } = await aDesk(task);
      const cancelled = await cancel({ agent, id: task.id });
      expect(cancelled).toMatchObject({
        kind: "cancelled",
        whole: { task: { status: "cancelled" }, metadata: { ticket: "T-1" } },
      });
      expect(now(task)).toEqual(cancelled?.whole.task);
      expect(await control.head.read()).toBe(moves);
      expect(usage.ends).toEqual([now(task)]);
      expect(usage.written()).toBe(1);
    },
  );

  it("is done already when it comes again", async () => {
    const task = aTask();
    const { cancel, clock, now, usage } = await aDesk(task);
    await cancel({ agent, id: task.id });
    const before = now(task);
    await clock.advance(1_000);
    const again = await cancel({ agent, id: task.id });
    expect(again).toMatchObject({ kind: "cancelled", whole: { task: before } });
    expect(now(task)).toBe(before);
    expect(usage.ends).toHaveLength(1);
  });

  it.each<[string, Task, number]>([
    ["tells executors once more of a task that ran", aRunningTask(), 1],
    ["tells nobody of one that only waited", aTask(), 0],
  ])(
    "that was interrupted before its end, and repeated, %s",
    async (_, task, moves) => {
      const { cancel, store, control } = await aDesk(task);
      await store.transition(task, afterCancel(task, START));
      await cancel({ agent, id: task.id });
      expect(await control.head.read()).toBe(moves);
    },
  );

  it.each(["succeeded", "failed"] as const)(
    "comes too late for a task that %s",
    async (status) => {
      const task = aTask({ status, finishedAt: START });
      const { cancel, now } = await aDesk(task);
      const late = await cancel({ agent, id: task.id });
      expect(late).toMatchObject({ kind: "finished-before", whole: { task } });
      expect(now(task)).toEqual(task);
    },
  );

  it("does not find another agent's task, nor one that is not there", async () => {
    const task = aTask({ agent: "bob" });
    const { cancel, now } = await aDesk(task);
    expect(await cancel({ agent, id: task.id })).toBeUndefined();
    expect(await cancel({ agent, id: newTaskId() })).toBeUndefined();
    expect(now(task)).toEqual(task);
  });

  it("reaches a task that is claimed at the same moment", async () => {
    const task = aTask();
    const { store, clock, control, now } = await aDesk(task);
    const claim = {
      taskId: task.id,
      queueClass: task.queueClass,
      executorId: "e-1",
      now: START,
      leaseUntil: later(START, 30_000),
    };
    const read = readTask(store);
    const cancel = cancelTask({
      store,
      clock,
      head: control.head,
      usage: memoryUsageCounter(),
      readTask: async (which) => {
        const whole = await read(which);
        await store.claim(claim);
        return whole;
      },
    });
    expect(await cancel({ agent, id: task.id })).toMatchObject({
      kind: "cancelled",
    });
    expect(now(task)).toMatchObject({ status: "cancelled", fence: 2 });
    expect(await control.head.read()).toBe(1);
  });
});
