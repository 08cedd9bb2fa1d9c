import { describe, expect, it } from "vitest";
import { changePriority } from "../../../shared/app/change-priority.ts";
import type {
  Priority,
  TaskId,
  TaskStatus,
} from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aTask, newTaskId } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";
import { anExecutor } from "./executor/an-executor.ts";

function aDesk(world = aWorld()) {
  const order = changePriority(world);
  const change = (id: TaskId, priority: Priority) =>
    order({ id, priority, actor: "olga" });
  const deeds = async () =>
    (await world.control.trail.list({ limit: 10 })).entries;
  return { ...world, change, deeds };
}

describe("another priority", () => {
  it("makes a waiting task wait in the other class, by a message there", async () => {
    const { accept, change, queue, now, deeds } = aDesk();
    const task = await accept({ priority: "low" });
    const changed = await change(task.id, "urgent");
    expect(changed?.kind).toBe("changed");
    expect(changed?.whole.task).toMatchObject({ priority: "urgent" });
    expect(now(task)).toMatchObject({
      queueClass: "urgent",
      wakeAt: later(START, 86_400_000),
    });
    expect(queue.sent.map(({ queueClass }) => queueClass)).toEqual([
      "low",
      "urgent",
    ]);
    expect(await deeds()).toMatchObject([
      {
        action: "change-priority",
        actor: "olga",
        detail: { taskId: task.id, from: "low", to: "urgent" },
      },
    ]);
  });

  it("is run by it once, and the message of the old class is removed", async () => {
    const at = anExecutor();
    const { change } = aDesk(at);
    const task = await at.accept({ priority: "low" });
    await change(task.id, "urgent");
    expect(at.queue.left()).toBe(2);
    await at.start();
    at.cli.runs[0]?.finish();
    await at.clock.advance(60_000);
    expect(at.now(task).status).toBe("succeeded");
    expect(at.cli.runs).toHaveLength(1);
    expect(at.queue.left()).toBe(0);
    await at.finish();
  });

  it("finds a task that was claimed a moment before as running", async () => {
    const { accept, change, store, clock } = aDesk();
    const { id, queueClass } = await accept();
    const read = store.readMany;
    let claims = 0;
    const racing = changePriority({
      ...aDesk(),
      store: {
        transition: store.transition,
        readMany: async (ids) => {
          const seen = await read(ids);
          const leaseUntil = later(clock.now(), 30_000);
          const executorId = "e-1";
          const claim = { taskId: id, queueClass, executorId, leaseUntil };
          if (claims === 0) await store.claim({ ...claim, now: clock.now() });
          claims += 1;
          return seen;
        },
      },
    });
    const order = { id, priority: "high", actor: "olga" } as const;
    expect((await racing(order))?.kind).toBe("not-waiting");
    expect(claims).toBe(2);
    expect((await change(id, "high"))?.kind).toBe("not-waiting");
  });

  it("that it has already changes nothing", async () => {
    const { accept, change, queue, now, deeds } = aDesk();
    const task = await accept({ priority: "high" });
    const before = now(task);
    expect((await change(task.id, "high"))?.kind).toBe("unchanged");
    expect(now(task)).toEqual(before);
    expect(queue.sent).toHaveLength(1);
    expect(await deeds()).toEqual([]);
  });

  it("of a blocked task needs no message: its login is restored first", async () => {
    const { change, store, queue, now } = aDesk();
    const task = aTask({ status: "blocked" });
    await store.create(task, aContent());
    expect((await change(task.id, "high"))?.kind).toBe("changed");
    expect(now(task)).toMatchObject({ status: "blocked", queueClass: "high" });
    expect(queue.sent).toEqual([]);
  });
});

it.each<TaskStatus>(["running", "succeeded", "failed", "cancelled"])(
  "a task that is %s keeps its priority",
  async (status) => {
    const { change, store, now } = aDesk();
    const task = aTask({ status });
    await store.create(task, aContent());
    expect((await change(task.id, "urgent"))?.kind).toBe("not-waiting");
    expect(now(task)).toEqual(task);
  },
);

it("a task that nobody knows has none", async () => {
  expect(await aDesk().change(newTaskId(), "high")).toBeUndefined();
});
