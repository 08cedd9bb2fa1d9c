import { describe, expect, it } from "vitest";
import { isWaiting, STATUSES } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import {
  afterDeadMessage,
  afterPriorityChange,
  afterRedrive,
  afterRun,
  MAX_RUNS,
} from "../../../shared/domain/transitions.ts";
import { aRun, aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const now = later(START, 60_000);
const dice = { random: 0, dispatchId: "d-3" };

describe("a task at the dead-letter desk", () => {
  const crashed = (times: number, task = aTask()) => {
    let next = task;
    for (let run = 0; run < times; run += 1)
      next = afterRun(next, aRun({ outcome: "crashed" }), now, dice);
    return next;
  };
  const dead = crashed(MAX_RUNS);

  it("is one whose message SQS gave up", () => {
    const { wakeAt: _, ...task } = afterDeadMessage(aTask(), now);
    expect(task).toMatchObject({ status: "failed", finishedAt: now, fence: 1 });
    expect(task.error).toMatchObject({ code: "poison", retryable: true });
  });

  it("is queued anew by a redrive, with its history", () => {
    const task = afterRedrive(dead, now, "d-4");
    expect(task).toMatchObject({
      status: "queued",
      dispatchId: "d-4",
      fence: dead.fence + 1,
      notBefore: now,
      wakeAt: later(now, 30_000),
      history: dead.history,
      failures: MAX_RUNS,
    });
    for (const gone of ["finishedAt", "error", "lastRun"]) {
      expect(dead).toHaveProperty(gone);
      expect(task).not.toHaveProperty(gone);
    }
  });

  it("has as many runs as a new one after a redrive, with the same delays", () => {
    const again = crashed(1, afterRedrive(dead, now, "d-4"));
    expect(again).toMatchObject({
      status: "queued",
      notBefore: later(now, 1_000),
    });
    const last = crashed(1, again);
    expect(last).toMatchObject({
      status: "queued",
      notBefore: later(now, 2_000),
    });
    expect(crashed(1, last)).toMatchObject({ status: "failed", failures: 6 });
  });

  it("forgets by a redrive what nearly made it poison", () => {
    const worn = { ...dead, lapses: 5, returns: 49, refusals: 7 };
    expect(afterRedrive(worn, now, "d-4")).toMatchObject({
      lapses: 0,
      returns: 0,
      refusals: 0,
    });
  });
});

describe("a task whose priority changes", () => {
  it("waits in the other class, by another message", () => {
    const task = afterPriorityChange(aTask(), "urgent", now, "d-4");
    expect(task).toMatchObject({
      priority: "urgent",
      queueClass: "urgent",
      fence: 1,
      dispatchId: "d-4",
      wakeAt: later(now, 30_000),
    });
  });

  it("goes on travelling with the scheduled when it has its own time", () => {
    const executeAt = later(now, 3_600_000);
    const scheduled = aTask({
      status: "scheduled",
      queueClass: "scheduled",
      executeAt,
      notBefore: executeAt,
    });
    expect(afterPriorityChange(scheduled, "low", now, "d-4")).toMatchObject({
      priority: "low",
      queueClass: "scheduled",
      wakeAt: later(executeAt, -120_000),
    });
  });

  it("stays blocked when it waits for a login", () => {
    const blocked = aTask({ status: "blocked", wakeAt: later(now, 7) });
    const task = afterPriorityChange(blocked, "high", now, "d-4");
    expect(task).toMatchObject({ queueClass: "high", wakeAt: later(now, 7) });
  });
});

it("waits in three of its states", () => {
  expect(STATUSES.filter((status) => isWaiting({ status }))).toEqual([
    "scheduled",
    "queued",
    "blocked",
  ]);
});
