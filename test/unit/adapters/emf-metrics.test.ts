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
      values: { TasksFinished: 1, TaskRunTime: 1_234 },
      dimensions: { Class: "high", Outcome: "success" },
      properties: { agent: "a", taskId: "t" },
    });
    await metrics.flush();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      Stage: "test",
      Class: "high",
      Outcome: "success",
      agent: "a",
      taskId: "t",
      TasksFinished: 1,
      TaskRunTime: 1_234,
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: "CCSP",
            Dimensions: [["Stage", "Class", "Outcome"]],
            Metrics: [
              { Name: "TasksFinished", Unit: "Count" },
              { Name: "TaskRunTime", Unit: "Milliseconds" },
            ],
          },
        ],
      },
    });
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
