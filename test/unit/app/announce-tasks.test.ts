import { describe, expect, it } from "vitest";
import { announceTasks } from "../../../shared/app/announce-tasks.ts";
import type { Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;
const UNTIL = later(START, MINUTE);

async function aFloor(...tasks: readonly Task[]) {
  const world = aWorld();
  for (const task of tasks) await world.store.create(task, aContent());
  return world;
}

describe("an announcement of many", () => {
  it("sends ten in a call, each class by itself, and notes each", async () => {
    const tasks = Array.from({ length: 25 }, (_, index) =>
      aTask({ priority: index < 12 ? "high" : "low", agent: `a-${index}` }),
    );
    const world = await aFloor(...tasks);
    const sizes: string[] = [];
    const sendBatch: typeof world.queue.sendBatch = (queueClass, all) => {
      sizes.push(`${queueClass} ${all.length}`);
      return world.queue.sendBatch(queueClass, all);
    };
    const announceAll = announceTasks({ ...world, queue: { sendBatch } });
    expect(await announceAll(tasks, UNTIL)).toEqual({
      announced: 25,
      failed: 0,
    });
    expect(sizes).toEqual(["high 10", "high 2", "low 10", "low 3"]);
    expect(new Set(world.queue.sent)).toEqual(
      new Set(
        tasks.map(({ id, agent, queueClass }) => ({
          taskId: id,
          dispatchId: "d-1",
          queueClass,
          agent,
          delayMs: 0,
        })),
      ),
    );
    for (const task of tasks)
      expect(world.now(task)).toEqual({ ...task, wakeAt: later(START, DAY) });
  });

  it("gives the delay of each, and leaves those that are too far ahead", async () => {
    const times = [-MINUTE, MINUTE, 15 * MINUTE, 15 * MINUTE + 1];
    const tasks = times.map((ms) => aTask({ notBefore: later(START, ms) }));
    const world = await aFloor(...tasks);
    expect(await world.announceAll(tasks, UNTIL)).toEqual({
      announced: 3,
      failed: 0,
    });
    const delays = world.queue.sent.map(({ delayMs }) => delayMs);
    expect(delays).toEqual([0, MINUTE, 15 * MINUTE]);
    expect(world.now(tasks[1]!).wakeAt).toEqual(later(START, DAY + MINUTE));
    expect(world.now(tasks[3]!)).toEqual(tasks[3]);
  });

  it("leaves those that the queue refused as they are, and says which", async () => {
    const bad = aTask({ dispatchId: "\uffff" });
    const good = aTask();
    const world = await aFloor(bad, good);
    expect(await world.announceAll([bad, good], UNTIL)).toEqual({
      announced: 1,
      failed: 0,
    });
    expect(world.now(bad)).toEqual(bad);
    expect(world.journal.of("send-postponed")).toMatchObject([
      { taskIds: [bad.id], error: { name: "QueueError" } },
    ]);
  });

  it.each([
    ["the queue", "sendBatch", 0],
    ["the store", "noteDispatch", 1],
  ] as const)(
    "is put off when %s is away, and says so",
    async (_, method, sent) => {
      const task = aTask();
      const world = await aFloor(task);
      const { queue, store, journal, now } = world;
      if (method === "sendBatch") queue.failing.add(method);
      else store.failing.add(method);
      expect(await world.announceAll([task], UNTIL)).toEqual({
        announced: 0,
        failed: 1,
      });
      expect(queue.sent).toHaveLength(sent);
      expect(now(task)).toEqual(task);
      expect(journal.of("send-postponed")).toMatchObject([
        { taskIds: [task.id] },
      ]);
    },
  );

  it("begins nothing from the end of its time on", async () => {
    const task = aTask();
    const { announceAll, queue } = await aFloor(task);
    expect(await announceAll([task], START)).toEqual({
      announced: 0,
      failed: 0,
    });
    expect(queue.sent).toEqual([]);
  });

  it("sends each after the time that passed meanwhile", async () => {
    const notBefore = later(START, MINUTE);
    const tasks = Array.from({ length: 60 }, () => aTask({ notBefore }));
    const world = await aFloor(...tasks);
    const { queue, clock } = world;
    const sendBatch: typeof queue.sendBatch = async (...batch) => {
      const refused = await queue.sendBatch(...batch);
      await clock.sleep(1_000);
      return refused;
    };
    const announced = announceTasks({ ...world, queue: { sendBatch } })(
      tasks,
      UNTIL,
    );
    await clock.advance(2_000);
    expect(await announced).toEqual({ announced: 60, failed: 0 });
    const delays = queue.sent.map(({ delayMs }) => delayMs);
    // Five batches are in work at once.
    expect(delays.filter((ms) => ms === MINUTE)).toHaveLength(50);
    expect(delays.filter((ms) => ms === MINUTE - 1_000)).toHaveLength(10);
  });
});
