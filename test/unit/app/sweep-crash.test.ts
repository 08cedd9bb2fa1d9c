/** A sweep that dies anywhere is completed by the next one; and one that was completed is not repeated. */
import { describe, expect, it } from "vitest";
import { announceTasks } from "../../../shared/app/announce-tasks.ts";
import { sweep } from "../../../shared/app/sweep.ts";
import { takeDeadMessages } from "../../../shared/app/take-dead-messages.ts";
import { isFinished } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { MAX_LAPSES } from "../../../shared/domain/transitions.ts";
import { aContent, aRunningTask, aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";
import { memoryDeadMessages } from "../../fakes/memory-dead-messages.ts";

const BUDGET_MS = 50_000;
const MINUTE = 60_000;

/** Whether the call with this number is made, and whether its caller hears of it. */
type Fate = (call: number) => {
  readonly isMade: boolean;
  readonly isHeard: boolean;
};
const FINE: Fate = () => ({ isMade: true, isHeard: true });

/** One of everything that a sweep may find. */
async function aFloor() {
  const world = aWorld();
  const dead = memoryDeadMessages(world.clock);
  const soon = later(START, 100_000);
  const tasks = {
    unsent: Array.from({ length: 12 }, () => aTask({ priority: "high" })),
    due: Array.from({ length: 3 }, () =>
      aTask({
        status: "scheduled",
        queueClass: "scheduled",
        notBefore: soon,
        wakeAt: later(soon, -120_000),
      }),
    ),
    lapsed: [aRunningTask(), aRunningTask({ priority: "low" })],
    poison: [aRunningTask({ lapses: MAX_LAPSES })],
    dead: [aTask({ wakeAt: later(START, 86_400_000) })],
    later: [aTask({ wakeAt: later(START, 3_600_000) })],
  };
  for (const task of Object.values(tasks).flat())
    await world.store.create(task, aContent());
  for (const { id } of tasks.dead)
    dead.put(JSON.stringify({ taskId: id, dispatchId: "d-1" }));
  await world.clock.advance(30_000);

  /** Two sweeps in one process, which a fate may strike. Gives how many calls it made. */
  const run = async (fate: Fate): Promise<number> => {
    let calls = 0;
    const strike =
      <Args extends unknown[], Answer>(
        method: (...args: Args) => Promise<Answer>,
      ) =>
      async (...args: Args): Promise<Answer> => {
        const { isMade, isHeard } = fate(calls);
        calls += 1;
        if (!isMade) throw new Error("died before the call");
        const answer = await method(...args);
        if (!isHeard) throw new Error("died after the call");
        return answer;
      };
    const store = {
      due: strike(world.store.due),
      read: strike(world.store.read),
      transition: strike(world.store.transition),
      noteDispatch: strike(world.store.noteDispatch),
    };
    const queue = { sendBatch: strike(world.queue.sendBatch) };
    const deadMessages = {
      receive: strike(dead.receive),
      remove: strike(dead.remove),
    };
    const announceAll = announceTasks({ ...world, store, queue });
    await Promise.allSettled([
      takeDeadMessages({ ...world, store, deadMessages })(),
      sweep({ ...world, store, announceAll })(BUDGET_MS),
    ]);
    return calls;
  };
  return { ...world, dead, tasks, run };
}

type Floor = Awaited<ReturnType<typeof aFloor>>;

function expectAllDone({ tasks, now, queue, clock, dead }: Floor): void {
  for (const task of [...tasks.unsent, ...tasks.due, ...tasks.lapsed]) {
    const { status, dispatchId, wakeAt, notBefore, lapses } = now(task);
    expect(status).toBe(task.status === "running" ? "queued" : task.status);
    expect(lapses).toBe(task.status === "running" ? 1 : 0);
    expect(notBefore >= task.notBefore).toBe(true);
    expect(Number(wakeAt)).toBeGreaterThan(Number(clock.now()));
    // The message that the row names is there.
    expect(queue.sent).toContainEqual(
      expect.objectContaining({ taskId: task.id, dispatchId }),
    );
  }
  for (const task of [...tasks.poison, ...tasks.dead])
    expect(now(task)).toMatchObject({
      status: "failed",
      error: { code: "poison" },
    });
  expect(tasks.later.map(now)).toEqual(tasks.later);
  expect(dead.left()).toBe(0);
}

describe("a sweep", () => {
  it("leaves nothing to do for another one right after it", async () => {
    const floor = await aFloor();
    await floor.run(FINE);
    expectAllDone(floor);
    const sent = [...floor.queue.sent];
    const rows = new Map(floor.store.rows);
    await floor.run(FINE);
    expect(floor.queue.sent).toEqual(sent);
    expect(floor.store.rows).toEqual(rows);
    const waiting = [...rows.values()].filter(({ task }) => !isFinished(task));
    // One message each: what is not due yet has none.
    expect(sent).toHaveLength(waiting.length - 1);
  });

  it.each<[string, (at: number) => Fate]>([
    [
      "dies before any of its calls",
      (at) => (call) => ({ isMade: call < at, isHeard: call < at }),
    ],
    [
      "dies after any of its calls",
      (at) => (call) => ({ isMade: call <= at, isHeard: call < at }),
    ],
    [
      "fails at any of its calls",
      (at) => (call) => ({ isMade: call !== at, isHeard: call !== at }),
    ],
    [
      "misses the answer of any of its calls",
      (at) => (call) => ({ isMade: true, isHeard: call !== at }),
    ],
  ])("that %s is completed by the next", async (_, fateAt) => {
    const calls = await (await aFloor()).run(FINE);
    expect(calls).toBeGreaterThan(25);
    for (let at = 0; at < calls; at += 1) {
      const floor = await aFloor();
      await floor.run(fateAt(at));
      await floor.clock.advance(MINUTE);
      await floor.run(FINE);
      expectAllDone(floor);
    }
  });
});
