import { describe, expect, it } from "vitest";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;

describe("an announcement", () => {
  it("puts a pointer on the queue of the task's class, and notes it", async () => {
    const { accept, queue, now } = aWorld();
    const task = await accept({ priority: "high", agent: "bob" });
    expect(queue.sent).toEqual([
      {
        taskId: task.id,
        dispatchId: "d-1",
        queueClass: "high",
        agent: "bob",
        delayMs: 0,
      },
    ]);
    expect(now(task)).toEqual({ ...task, wakeAt: later(START, DAY) });
  });

  it.each([
    ["past", -MINUTE, [0]],
    ["a minute ahead", MINUTE, [MINUTE]],
    ["as far ahead as a delay goes", 15 * MINUTE, [15 * MINUTE]],
    ["farther ahead", 15 * MINUTE + 1, []],
  ])("of a task whose time is %s", async (_, aheadMs, delays) => {
    const { accept, queue, now } = aWorld();
    const task = await accept({ notBefore: later(START, aheadMs) });
    expect(queue.sent.map(({ delayMs }) => delayMs)).toEqual(delays);
    if (delays.length === 0) expect(now(task)).toEqual(task);
    else
      expect(now(task).wakeAt).toEqual(
        later(START, DAY + Math.max(0, aheadMs)),
      );
  });

  it.each([
    ["the queue", "send", 0],
    ["the store", "noteDispatch", 1],
  ] as const)(
    "is put off when %s is away, and says so",
    async (_, method, sent) => {
      const { store, queue, announce, now, journal } = aWorld();
      const task = aTask();
      await store.create(task, aContent());
      if (method === "send") queue.failing.add(method);
      else store.failing.add(method);
      expect(await announce(task)).toBe(false);
      expect(queue.sent).toHaveLength(sent);
      // The row still wants to be looked at in half a minute: the sweeper heals it.
      expect(now(task).wakeAt).toEqual(later(START, 30_000));
      expect(journal.of("send-postponed")).toMatchObject([{ taskId: task.id }]);
    },
  );

  it("leaves a task alone that was claimed meanwhile", async () => {
    const { store, queue, announce, now } = aWorld();
    const task = aTask();
    await store.create({ ...task, fence: 1, status: "running" }, aContent());
    expect(await announce(task)).toBe(true);
    expect(queue.sent).toHaveLength(1);
    expect(now(task).wakeAt).toEqual(task.wakeAt);
  });
});
