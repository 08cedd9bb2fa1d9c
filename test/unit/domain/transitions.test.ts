import {
  assert,
  constantFrom,
  option,
  property,
  date,
  integer,
} from "fast-check";
import { describe, expect, it } from "vitest";
import { OUTCOMES, type OutcomeName } from "../../../shared/domain/outcome.ts";
import { isFinished, type Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import {
  afterCancel,
  afterLapse,
  afterRun,
  afterUnblock,
  isSendable,
  MAX_LAPSES,
  MAX_RETURNS,
  MAX_RUNS,
  wakeAtSent,
  wakeAtUnsent,
} from "../../../shared/domain/transitions.ts";
import { aRun, aRunningTask, aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const NOW = later(START, 5_000);
const DICE = { random: 0, dispatchId: "d-2" };
const DAY = 86_400_000;
const after = (outcome: OutcomeName, fields: Partial<Task> = {}): Task =>
  afterRun(aRunningTask(fields), aRun({ outcome }), NOW, DICE);

describe("a run", () => {
  it("that succeeded ends the task, without the error of a run before", () => {
    const error = { code: "crashed", message: "m", retryable: true } as const;
    const task = aRunningTask({ failures: 1, error });
    const { result: _, ...record } = aRun({
      sessionId: "s-1",
      warnings: ["w"],
    });
    const run = { ...record, result: "fine", reason: "r", resetsAt: NOW };
    const { lease: _lease, wakeAt: _wakeAt, error: _error, ...rest } = task;
    expect(afterRun(task, run, NOW, DICE)).toEqual({
      ...rest,
      status: "succeeded",
      fence: 2,
      finishedAt: NOW,
      lastRun: record,
    });
  });

  it.each<OutcomeName>([
    "invalid-request",
    "budget-reached",
    "misconfigured",
    "timeout",
  ])(
    "that came to %s fails the task at once and spends the attempt",
    (outcome) => {
      const next = after(outcome);
      expect(next).toMatchObject({
        status: "failed",
        failures: 1,
        finishedAt: NOW,
        error: { code: outcome, retryable: outcome === "timeout" },
        lastRun: { outcome },
      });
      expect(next).not.toHaveProperty("wakeAt");
    },
  );

  it.each<OutcomeName>(["unavailable", "crashed", "empty-result", "unknown"])(
    "that came to %s is tried again after the back-off, three times in all",
    (outcome) => {
      expect(after(outcome)).toMatchObject({
        status: "queued",
        failures: 1,
        returns: 0,
        notBefore: later(NOW, 1_000),
        dispatchId: "d-2",
        error: { code: outcome, retryable: true },
      });
      expect(after(outcome, { failures: 1 })).toMatchObject({
        status: "queued",
        notBefore: later(NOW, 2_000),
      });
      expect(after(outcome, { failures: MAX_RUNS - 1 })).toMatchObject({
        status: "failed",
        failures: MAX_RUNS,
        error: { code: outcome, retryable: true },
      });
    },
  );

  it.each<OutcomeName>(["session-expired", "billing"])(
    "that came to %s blocks the task until the login is back",
    (outcome) => {
      const blocked = after(outcome, { failures: 2 });
      expect(blocked).toMatchObject({
        status: "blocked",
        fence: 2,
        failures: 2,
        returns: 1,
        wakeAt: later(NOW, DAY),
        error: { code: outcome, retryable: true, sessionTimeout: true },
      });
      expect(blocked).not.toHaveProperty("lease");
      const queued = afterUnblock(blocked, later(NOW, 1), "d-3");
      expect(queued).toMatchObject({
        status: "queued",
        fence: 3,
        failures: 2,
        dispatchId: "d-3",
        notBefore: later(NOW, 1),
        wakeAt: later(NOW, 30_001),
      });
      expect(queued).not.toHaveProperty("error");
    },
  );

  it("that found no login before it came back is repeated at once", () => {
    const run = aRun({ outcome: "session-expired" });
    const back = { isLoginBack: true };
    const next = afterRun(aRunningTask(), run, NOW, DICE, back);
    expect(next).toMatchObject({
      status: "queued",
      returns: 1,
      notBefore: NOW,
    });
    expect(next).not.toHaveProperty("error");
  });

  it("that finds no login again and again ends as poison", () => {
    const last = { returns: MAX_RETURNS - 1 };
    const next = after("session-expired", last);
    expect(next).toMatchObject({ status: "failed", error: { code: "poison" } });
    expect(next).not.toHaveProperty("wakeAt");
  });

  it.each<OutcomeName>(["rate-limit", "usage-limit"])(
    "that came to %s costs no attempt and waits longer each time",
    (outcome) => {
      expect(after(outcome, { failures: 2 })).toMatchObject({
        status: "queued",
        failures: 2,
        returns: 1,
        notBefore: later(NOW, 1_000),
        error: { code: outcome, retryable: true },
      });
      expect(after(outcome, { returns: 3 })).toMatchObject({
        returns: 4,
        notBefore: later(NOW, 8_000),
      });
    },
  );

  it("that met a limit waits until the unlock, when that is known", () => {
    const resetsAt = later(NOW, 3_600_000);
    const run = aRun({ outcome: "usage-limit", resetsAt });
    expect(afterRun(aRunningTask(), run, NOW, DICE)).toMatchObject({
      status: "queued",
      notBefore: resetsAt,
      wakeAt: later(resetsAt, -120_000),
      error: { code: "usage-limit", unlockAt: resetsAt },
    });
  });

  it("that we interrupted may begin again at once, and costs no attempt", () => {
    const next = after("interrupted", { failures: 2 });
    expect(next).toMatchObject({
      status: "queued",
      failures: 2,
      returns: 1,
      notBefore: NOW,
      wakeAt: later(NOW, 30_000),
    });
  });

  it("says the CLI's reason, or else the outcome's name", () => {
    const reason = "529 Overloaded";
    const run = aRun({ outcome: "unavailable", reason });
    const told = afterRun(aRunningTask(), run, NOW, DICE);
    expect(told.error?.message).toBe(reason);
    expect(after("unavailable").error?.message).toContain("unavailable");
  });

  it.each<OutcomeName>(["interrupted", "rate-limit"])(
    "that came back too often (%s) makes the task poison",
    (outcome) => {
      const last = { returns: MAX_RETURNS - 2 };
      expect(after(outcome, last).status).toBe("queued");
      expect(after(outcome, { returns: MAX_RETURNS - 1 })).toMatchObject({
        status: "failed",
        failures: 0,
        returns: MAX_RETURNS,
        error: { code: "poison", retryable: true },
      });
    },
  );
});

describe("a lapse", () => {
  it("queues the task again at once, at no cost", () => {
    const task = aRunningTask({ failures: 2, lapses: 1 });
    const { lease: _, ...rest } = task;
    expect(afterLapse(task, NOW, "d-2")).toEqual({
      ...rest,
      status: "queued",
      fence: 2,
      dispatchId: "d-2",
      lapses: 2,
      notBefore: NOW,
      wakeAt: later(NOW, 30_000),
    });
  });

  it("too many makes the task poison", () => {
    const fields = { lapses: MAX_LAPSES - 1 };
    expect(afterLapse(aRunningTask(fields), NOW, "d").status).toBe("queued");
    const last = afterLapse(aRunningTask({ lapses: MAX_LAPSES }), NOW, "d");
    expect(last).toMatchObject({ status: "failed", error: { code: "poison" } });
    expect(last.error?.message).toContain(String(MAX_LAPSES + 1));
  });
});

describe("a cancel", () => {
  it.each([aTask(), aRunningTask({ failures: 1 })])(
    "ends a task at no cost",
    (task) => {
      const { lease: _lease, wakeAt: _wakeAt, ...rest } = task;
      expect(afterCancel(task, NOW)).toEqual({
        ...rest,
        status: "cancelled",
        fence: task.fence + 1,
        finishedAt: NOW,
        error: {
          code: "cancelled",
          message: "The task was cancelled.",
          retryable: true,
        },
      });
    },
  );
});

describe("every way out of a run", () => {
  it("moves the fence by one, drops the lease, and wakes exactly what is unfinished", () => {
    const run = (outcome: OutcomeName, resetsAt: Date | undefined) =>
      aRun({ outcome, ...(resetsAt && { resetsAt }) });
    assert(
      property(
        constantFrom(...OUTCOMES),
        option(date({ min: START, noInvalidDate: true }), { nil: undefined }),
        integer({ min: 0, max: MAX_RETURNS }),
        integer({ min: 0, max: MAX_RUNS }),
        (outcome, resetsAt, returns, failures) => {
          const task = aRunningTask({ returns, failures, fence: 7 });
          for (const next of [
            afterRun(task, run(outcome, resetsAt), NOW, DICE),
            afterLapse(task, NOW, "d-2"),
            afterCancel(task, NOW),
          ]) {
            expect(next.fence).toBe(8);
            expect(next).not.toHaveProperty("lease");
            expect(next.wakeAt === undefined).toBe(isFinished(next));
            expect(next.finishedAt).toEqual(isFinished(next) ? NOW : undefined);
            expect(next.queueClass).toBe(task.queueClass);
            expect(next.createdAt).toBe(task.createdAt);
          }
        },
      ),
    );
  });
});

describe("when the sweeper looks", () => {
  const AT_MOST = 900_000;

  it.each([
    ["now", 0, 30_000],
    ["long ago", -DAY, 30_000],
    ["as far as a message goes", AT_MOST, 30_000],
    ["farther", AT_MOST + 1, AT_MOST + 1 - 120_000],
    ["in a year", 365 * DAY, 365 * DAY - 120_000],
  ])("at a task that is due %s and not sent", (_, aheadMs, wakeMs) => {
    expect(wakeAtUnsent(later(NOW, aheadMs), NOW)).toEqual(later(NOW, wakeMs));
    const notBefore = later(NOW, aheadMs);
    expect(isSendable({ notBefore }, NOW)).toBe(aheadMs <= AT_MOST);
  });

  it.each([
    ["now", 0, DAY],
    ["long ago", -DAY, DAY],
    ["soon", 60_000, DAY + 60_000],
  ])("at a task that is due %s and was sent", (_, aheadMs, wakeMs) => {
    const task = aTask({ notBefore: later(NOW, aheadMs) });
    expect(wakeAtSent(task, NOW)).toEqual(later(NOW, wakeMs));
  });
});
