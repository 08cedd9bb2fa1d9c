import { describe, expect, it } from "vitest";
import { measureUsage } from "../../../../shared/app/usage/measure-usage.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aRun, aRunningTask, aTask } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { memoryMetrics } from "../../../fakes/memory-metrics.ts";
import { memoryUsageCounter } from "../../../fakes/memory-usage-counter.ts";

function aMeasuredCounter() {
  const counter = memoryUsageCounter();
  const metrics = memoryMetrics();
  return { counter, metrics, usage: measureUsage(counter, metrics) };
}

const at = later(START, 1_500);

describe("a run that ended", () => {
  it("is counted, and told with its times, its tokens and its cost", () => {
    const { counter, metrics, usage } = aMeasuredCounter();
    const task = aRunningTask({ priority: "high" });
    const run = aRun({
      executionTimeMs: 1_200,
      startTimeMs: 300,
      usage: { inputTokens: 7, outputTokens: 5, costUsd: 0.25, turns: 1 },
    });
    usage.ran({ task, run, at });
    expect(counter.runs).toHaveLength(1);
    expect(metrics.measurements).toEqual([
      {
        values: {
          RunsEnded: 1,
          TaskRunTime: 1_200,
          TaskOverheadTime: 300,
          CliStartTime: 300,
          InputTokens: 7,
          OutputTokens: 5,
          CostUsd: 0.25,
        },
        dimensions: { Class: "high", Outcome: "success" },
        properties: { agent: "alice", taskId: task.id },
      },
    ]);
  });

  it.each(["usage-limit", "rate-limit"] as const)(
    "by %s is told as a hit of the limit",
    (outcome) => {
      const { metrics, usage } = aMeasuredCounter();
      usage.ran({ task: aRunningTask(), run: aRun({ outcome }), at });
      expect(metrics.measurements[0]?.values).toEqual({
        RunsEnded: 1,
        TaskRunTime: 1_234,
        TaskOverheadTime: 266,
        LimitHits: 1,
      });
    },
  );
});

describe("a task that is finished", () => {
  it.each([
    { fields: { status: "succeeded" }, failed: 0, attempts: 2 },
    { fields: { status: "failed" }, failed: 1, attempts: 1 },
    { fields: { status: "cancelled" }, failed: 0, attempts: 1 },
  ] as const)(
    "as $fields.status is counted, and told with its attempts",
    ({ fields, failed, attempts }) => {
      const { counter, metrics, usage } = aMeasuredCounter();
      const task = aTask({ ...fields, failures: 1 });
      usage.ended(task);
      expect(counter.ends).toEqual([task]);
      expect(metrics.measurements).toMatchObject([
        {
          values: {
            TasksFinished: 1,
            TasksFailed: failed,
            TaskAttempts: attempts,
          },
          dimensions: { Class: "normal" },
        },
      ]);
    },
  );

  it("is told by the code of its failure", () => {
    const { metrics, usage } = aMeasuredCounter();
    const error = { code: "poison", message: "no", retryable: false } as const;
    usage.ended(aTask({ status: "failed", error }));
    expect(metrics.measurements[0]?.dimensions.Outcome).toBe("poison");
  });
});
