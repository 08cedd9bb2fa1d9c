import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emfMetrics } from "../../../shared/adapters/emf/metrics.ts";

describe("Metrics in the embedded metric format", () => {
  const lines: string[] = [];

  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(console, "log").mockImplementation((line: string) => {
      lines.push(line);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("are one line each, with few dimensions and identities as properties", async () => {
    const metrics = emfMetrics("test");
    metrics.record({
      values: { TasksStarted: 1, TaskWaitTime: 1_234 },
      dimensions: { Class: "high" },
      properties: { agent: "a", taskId: "t" },
    });
    await metrics.flush();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      Stage: "test",
      Class: "high",
      agent: "a",
      taskId: "t",
      TasksStarted: 1,
      TaskWaitTime: 1_234,
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: "CCSP",
            Dimensions: [["Stage"], ["Stage", "Class"]],
            Metrics: [
              { Name: "TasksStarted", Unit: "Count" },
              { Name: "TaskWaitTime", Unit: "Milliseconds" },
            ],
          },
        ],
      },
    });
  });

  it("are each written for the stage and by its own dimensions, never by two at once", async () => {
    const metrics = emfMetrics("test");
    metrics.record({
      values: { TasksFinished: 1, TaskAttempts: 2, CostUsd: 0.5 },
      dimensions: { Class: "high", Outcome: "timeout" },
    });
    await metrics.flush();
    const sets = lines.map((line) => {
      const { _aws } = JSON.parse(line) as {
        _aws: {
          CloudWatchMetrics: { Dimensions: string[][]; Metrics: object[] }[];
        };
      };
      return _aws.CloudWatchMetrics[0];
    });
    expect(sets).toEqual([
      {
        Namespace: "CCSP",
        Dimensions: [["Stage"], ["Stage", "Class"], ["Stage", "Outcome"]],
        Metrics: [{ Name: "TasksFinished", Unit: "Count" }],
      },
      {
        Namespace: "CCSP",
        Dimensions: [["Stage"], ["Stage", "Class"]],
        Metrics: [{ Name: "TaskAttempts", Unit: "Count" }],
      },
      {
        Namespace: "CCSP",
        Dimensions: [["Stage"]],
        Metrics: [{ Name: "CostUsd", Unit: "None" }],
      },
    ]);
  });

  it("are not mixed up when several are recorded at once, and are written once", async () => {
    const metrics = emfMetrics("test");
    metrics.record({
      values: { TasksStarted: 1 },
      dimensions: { Class: "low" },
    });
    metrics.record({
      values: { TasksStarted: 1 },
      dimensions: { Class: "urgent" },
    });
    await metrics.flush();
    await metrics.flush();
    const classes = lines.map(
      (line) => (JSON.parse(line) as { Class: string }).Class,
    );
    expect(classes.sort()).toEqual(["low", "urgent"]);
  });
});
