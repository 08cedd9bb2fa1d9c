import { describe, expect, it } from "vitest";
import type { OutcomeName } from "../../../shared/domain/outcome.ts";
import type { Attempt, Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import {
  afterRefund,
  afterRun,
  type Circumstances,
  MAX_REFUSALS,
  MAX_RUNS,
} from "../../../shared/domain/transitions.ts";
import { aRun, aRunningTask, aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const NOW = later(START, 5_000);
const UNLOCK = later(NOW, 3_600_000);
const DICE = { random: 0, dispatchId: "d-2" };
const after = (
  task: Task,
  outcome: OutcomeName,
  circumstances: Circumstances,
): Task => afterRun(task, aRun({ outcome }), NOW, DICE, circumstances);

describe("a run that failed in an outage", () => {
  it("costs no attempt, however many are spent", () => {
    const task = aRunningTask({ failures: MAX_RUNS - 1 });
    const next = after(task, "unavailable", {
      isOutage: true,
      unlockAt: UNLOCK,
    });
    expect(next).toMatchObject({
      status: "queued",
      failures: MAX_RUNS - 1,
      history: [],
      returns: 1,
      error: { code: "unavailable", retryable: true, unlockAt: UNLOCK },
    });
  });

  it.each(["crashed", "empty-result", "unknown"] as const)(
    "costs one when it came to %s: that is no sign of the outage",
    (outcome) => {
      const next = after(aRunningTask(), outcome, { isOutage: true });
      expect(next).toMatchObject({ status: "queued", failures: 1, returns: 0 });
    },
  );
});

describe("a run that met a limit", () => {
  it.each(["usage-limit", "rate-limit"] as const)(
    "(%s) waits for the gate, and shortly so that only the gate holds it",
    (outcome) => {
      const next = after(aRunningTask(), outcome, { unlockAt: UNLOCK });
      expect(next).toMatchObject({
        status: "queued",
        failures: 0,
        refusals: 0,
        notBefore: later(NOW, 3_000),
        error: { code: outcome, unlockAt: UNLOCK },
      });
    },
  );

  it("knows the gate's time better than its own", () => {
    const run = aRun({ outcome: "usage-limit", resetsAt: later(NOW, 1) });
    const circumstances = { unlockAt: UNLOCK };
    const next = afterRun(aRunningTask(), run, NOW, DICE, circumstances);
    expect(next.error?.unlockAt).toEqual(UNLOCK);
  });
});

describe("a rate limit that a task meets alone", () => {
  const REFUSED_ALONE = { isRefusedAlone: true, unlockAt: UNLOCK };
  /** The task after so many such refusals, claimed again each time. */
  const refused = (times: number, outcome: OutcomeName = "rate-limit") => {
    let task = aRunningTask();
    for (let time = 0; time < times; time += 1) {
      const { lease } = aRunningTask();
      task = after(task, outcome, REFUSED_ALONE);
      if (task.status === "queued" && time < times - 1)
        task = { ...task, status: "running", ...(lease && { lease }) };
    }
    return task;
  };

  it.each([
    { times: 1, failures: 0, status: "queued" },
    { times: MAX_REFUSALS - 1, failures: 0, status: "queued" },
    { times: MAX_REFUSALS, failures: 1, status: "queued" },
    { times: MAX_REFUSALS + 1, failures: 2, status: "queued" },
    { times: MAX_REFUSALS + 2, failures: MAX_RUNS, status: "failed" },
  ])(
    "has cost $failures attempts after $times times",
    ({ times, failures, status }) => {
      expect(refused(times)).toMatchObject({
        status,
        failures,
        refusals: times,
        error: { code: "rate-limit", retryable: true },
      });
      expect(refused(times).history).toHaveLength(failures);
    },
  );

  it("costs nothing while others are refused, too", () => {
    const task = aRunningTask({ refusals: MAX_REFUSALS + 7 });
    const next = after(task, "rate-limit", { unlockAt: UNLOCK });
    expect(next).toMatchObject({ failures: 0, refusals: MAX_REFUSALS + 7 });
  });

  it("costs nothing when it is a usage limit", () => {
    expect(refused(MAX_REFUSALS + 2, "usage-limit")).toMatchObject({
      status: "queued",
      failures: 0,
    });
  });
});

describe("the history", () => {
  it("keeps each run that cost an attempt, with its reason shortened", () => {
    const reason = "x".repeat(2_000);
    const first = afterRun(
      aRunningTask(),
      aRun({ outcome: "crashed", reason }),
      NOW,
      DICE,
    );
    const attempt = { outcome: "crashed", at: NOW, reason: "x".repeat(300) };
    expect(first.history).toEqual([attempt]);
    const { lease } = aRunningTask();
    const running = { ...first, status: "running", ...(lease && { lease }) };
    const second = after({ ...running, status: "running" }, "timeout", {});
    expect(second).toMatchObject({
      status: "failed",
      failures: 2,
      history: [attempt, { outcome: "timeout", at: NOW }],
    });
  });

  it.each<OutcomeName>(["interrupted", "usage-limit", "success"])(
    "leaves out a run that cost none (%s)",
    (outcome) => {
      expect(after(aRunningTask(), outcome, {}).history).toEqual([]);
    },
  );
});

describe("a refund", () => {
  const attempt = (outcome: OutcomeName, at: Date): Attempt => ({
    outcome,
    at,
  });
  const task = aTask({
    fence: 7,
    failures: 2,
    history: [attempt("crashed", START), attempt("unavailable", NOW)],
    returns: 3,
  });

  it("gives back the attempts that the outage cost, and nothing else", () => {
    expect(afterRefund(task, NOW)).toEqual({
      ...task,
      fence: 8,
      failures: 1,
      history: [attempt("crashed", START)],
    });
  });

  it("gives back no attempt from before the outage", () => {
    expect(afterRefund(task, later(NOW, 1))).toBeUndefined();
  });

  it("is given once", () => {
    const once = afterRefund(task, NOW);
    expect(once && afterRefund(once, NOW)).toBeUndefined();
  });

  it("is for waiting tasks only", () => {
    const running = { ...task, status: "running" } as const;
    expect(afterRefund(running, NOW)).toBeUndefined();
  });
});
