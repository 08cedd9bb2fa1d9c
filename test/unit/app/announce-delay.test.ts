/** Whatever a task waits for and however long: its one message comes at its time, and SQS takes it. */
import { assert, asyncProperty, integer } from "fast-check";
import { describe, expect, it } from "vitest";
import { sweep } from "../../../shared/app/sweep.ts";
import { newTask } from "../../../shared/domain/new-task.ts";
import type { Task } from "../../../shared/domain/task.ts";
import {
  later,
  MAX_AHEAD_MS,
  MAX_MESSAGE_DELAY_MS,
} from "../../../shared/domain/timing.ts";
import { afterRun } from "../../../shared/domain/transitions.ts";
import {
  aContent,
  aRun,
  aRunningTask,
  aTask,
  newTaskId,
} from "../../builders/task.ts";
import { aWorld, type World } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const BUDGET_MS = 50_000;
const MINUTE = 60_000;
const aheadMs = integer({ min: 0, max: MAX_AHEAD_MS });
/** When in the minute the clock strikes. */
const phaseMs = integer({ min: 0, max: MINUTE - 1 });

/** Announces the task as whoever accepted or returned it does; the minute after it wakes, it is swept. */
async function seeSent(world: World, task: Task, phase: number): Promise<void> {
  await world.announce(task);
  if (world.queue.sent.length === 0) {
    const wakesInMs = Number(task.wakeAt) - Number(world.clock.now());
    await world.clock.leap(wakesInMs - 1);
    await sweep(world)(BUDGET_MS);
    expect(world.queue.sent).toEqual([]);
    await world.clock.leap(1 + phase);
    await sweep(world)(BUDGET_MS);
  }
  expect(world.journal.of("send-postponed")).toEqual([]);
  const [sent, ...others] = world.queue.sent;
  expect(others).toEqual([]);
  expect(sent?.delayMs).toBeGreaterThanOrEqual(0);
  expect(sent?.delayMs).toBeLessThanOrEqual(MAX_MESSAGE_DELAY_MS);
  expect(later(world.clock.now(), sent!.delayMs)).toEqual(task.notBefore);
}

describe("the message of a task that waits", () => {
  it("for any time within a year comes then", async () => {
    await assert(
      asyncProperty(aheadMs, phaseMs, async (ahead, phase) => {
        const world = aWorld();
        const accepted = {
          id: newTaskId(),
          agent: "alice",
          priority: "normal",
          timeoutMs: 1_000,
          dispatchId: "d-1",
        } as const;
        const executeAt = later(START, ahead);
        const task = newTask({ ...accepted, executeAt }, START);
        await world.store.create(task, aContent());
        await seeSent(world, task, phase);
      }),
    );
  });

  it("for the end of a limit or of a back-off comes then", async () => {
    await assert(
      asyncProperty(aheadMs, phaseMs, async (ahead, phase) => {
        const world = aWorld();
        const running = aRunningTask({ failures: 1 });
        await world.store.create(running, aContent());
        const run = aRun(
          ahead % 2 === 0
            ? { outcome: "crashed" }
            : { outcome: "usage-limit", resetsAt: later(START, ahead) },
        );
        const dice = { random: (ahead % 100) / 100, dispatchId: "d-2" };
        const task = afterRun(running, run, START, dice);
        await world.store.transition(running, task);
        await seeSent(world, task, phase);
      }),
    );
  });

  it("is never given a delay that SQS does not take, whenever the sweeper looks", async () => {
    await assert(
      asyncProperty(
        integer({ min: -MAX_AHEAD_MS, max: MAX_AHEAD_MS }),
        async (ahead) => {
          const world = aWorld();
          const notBefore = later(START, ahead);
          const task = aTask({ notBefore, wakeAt: START });
          await world.store.create(task, aContent());
          await world.announce(task);
          await sweep(world)(BUDGET_MS);
          await world.announceAll([task], later(START, 1));
          expect(world.journal.of("send-postponed")).toEqual([]);
          const isNear = ahead <= MAX_MESSAGE_DELAY_MS;
          expect(world.queue.sent.map(({ delayMs }) => delayMs)).toEqual(
            isNear ? [Math.max(0, ahead), Math.max(0, ahead)] : [],
          );
        },
      ),
    );
  });
});
