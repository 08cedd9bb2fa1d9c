import { describe, expect, it } from "vitest";
import { meanMs } from "../../../shared/domain/histogram.ts";
import type { CliRun } from "../../../shared/domain/outcome.ts";
import { later } from "../../../shared/domain/timing.ts";
import { afterCancel } from "../../../shared/domain/transitions.ts";
import {
  UNKNOWN_MODEL,
  usageOfEnd,
  usageOfRun,
} from "../../../shared/domain/usage-events.ts";
import {
  allClasses,
  allSpending,
  endsOf,
  timesOf,
} from "../../../shared/domain/usage-rates.ts";
import { NO_USAGE, sumUsage } from "../../../shared/domain/usage.ts";
import { aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const claimed = aTask({
  agent: "ada",
  queueClass: "high",
  notBefore: START,
  startedAt: later(START, 500),
});
const at = later(START, 2_700);
const run: CliRun = {
  outcome: "success",
  executionTimeMs: 2_000,
  usage: { inputTokens: 30, outputTokens: 7, costUsd: 0.25, turns: 1 },
};

describe("an ended run", () => {
  it("counts its wait, its time, and what the service took of it", () => {
    const {
      wait,
      run: time,
      overhead,
      runs,
    } = allClasses(usageOfRun({ task: claimed, run, at }));
    expect(runs).toEqual({ success: 1 });
    expect([wait, time, overhead].map(meanMs)).toEqual([500, 2_000, 200]);
  });

  it("is never shorter than nothing, whatever the clocks say", () => {
    const early = { task: claimed, run, at: START };
    expect(meanMs(allClasses(usageOfRun(early)).overhead)).toBe(0);
    const { startedAt: _, ...task } = claimed;
    expect(meanMs(allClasses(usageOfRun({ task, run, at })).wait)).toBe(2_700);
  });

  it("counts for its agent", () => {
    const { agents } = usageOfRun({ task: claimed, run, at });
    expect(agents.get("ada")).toEqual({
      ends: {},
      runs: { success: 1 },
      waitMs: 500,
      runMs: 2_000,
      inputTokens: 30,
      outputTokens: 7,
      costNanoUsd: 250_000_000,
    });
  });

  it("counts for each model that the CLI names", () => {
    const models = [
      { model: "opus", inputTokens: 20, outputTokens: 5, costUsd: 0.2 },
      { model: "haiku", inputTokens: 10, outputTokens: 2, costUsd: 0.05 },
    ];
    const used = usageOfRun({ task: claimed, run: { ...run, models }, at });
    expect([...used.models.keys()]).toEqual(["opus", "haiku"]);
    expect(used.models.get("haiku")).toEqual({
      runs: 1,
      inputTokens: 10,
      outputTokens: 2,
      costNanoUsd: 50_000_000,
    });
  });

  it("counts for the model that was asked for when the CLI names none", () => {
    const asked = usageOfRun({ task: claimed, run, model: "sonnet", at });
    expect(asked.models.get("sonnet")?.inputTokens).toBe(30);
    const { usage: _, ...silent } = run;
    const unknown = usageOfRun({ task: claimed, run: silent, at });
    expect(unknown.models.get(UNKNOWN_MODEL)).toMatchObject({
      runs: 1,
      inputTokens: 0,
    });
    expect(allSpending(unknown).costNanoUsd).toBe(0);
  });

  it("tells what it saw of the usage windows, and when", () => {
    const usageWindows = [{ name: "five_hour", utilization: 0.4 }];
    const used = usageOfRun({
      task: claimed,
      run: { ...run, usageWindows },
      at,
    });
    expect(used.windows.get("five_hour")).toEqual({
      name: "five_hour",
      utilization: 0.4,
      seenAt: at,
    });
  });
});

describe("a finished task", () => {
  it("counts by how it ended", () => {
    const failed = aTask({
      status: "failed",
      error: { code: "poison", message: "", retryable: true },
    });
    const { error: _, ...odd } = failed;
    const ends = [
      aTask({ status: "succeeded" }),
      afterCancel(aTask(), START),
      failed,
      odd,
    ];
    expect(allClasses(sumUsage(ends.map(usageOfEnd))).ends).toEqual({
      success: 1,
      cancelled: 1,
      poison: 1,
      unknown: 1,
    });
  });

  it("makes rates of those that succeeded or failed, whatever the failure", () => {
    expect(endsOf({ success: 6, timeout: 1, poison: 1, cancelled: 4 })).toEqual(
      {
        finished: 12,
        succeeded: 6,
        failed: 2,
        cancelled: 4,
        successRate: 0.75,
        errorRate: 0.25,
      },
    );
  });

  it("makes no rates of nothing", () => {
    const { successRate, errorRate } = endsOf({ cancelled: 1 });
    expect([successRate, errorRate]).toEqual([null, null]);
    expect(timesOf(allClasses(NO_USAGE).wait)).toEqual({
      count: 0,
      mean: null,
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      max: null,
    });
  });
});
