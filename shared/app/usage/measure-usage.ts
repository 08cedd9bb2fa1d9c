/** The counter of what was done, which tells each run and each end to the metrics as well. */
import { attemptsOf, type Task } from "../../domain/task.ts";
import { type EndedRun, endOf, overheadMs } from "../../domain/usage-events.ts";
import type { Measurement, Metrics } from "../../ports/metrics.ts";
import type { UsageCounter } from "./count-usage.ts";

export function measureUsage(
  counter: UsageCounter,
  metrics: Pick<Metrics, "record">,
): UsageCounter {
  return {
    ...counter,
    ran(run) {
      counter.ran(run);
      metrics.record(measurementOfRun(run));
    },
    ended(task) {
      counter.ended(task);
      metrics.record(measurementOfEnd(task));
    },
  };
}

function measurementOfRun(ended: EndedRun): Measurement {
  const { task, run } = ended;
  const { outcome, usage, startTimeMs } = run;
  const isLimit = outcome === "usage-limit" || outcome === "rate-limit";
  return {
    values: {
      RunsEnded: 1,
      TaskRunTime: run.executionTimeMs,
      TaskOverheadTime: overheadMs(ended),
      ...(isLimit && { LimitHits: 1 }),
      ...(startTimeMs !== undefined && { CliStartTime: startTimeMs }),
      ...(usage && {
        InputTokens: usage.inputTokens,
        OutputTokens: usage.outputTokens,
        CostUsd: usage.costUsd,
      }),
    },
    dimensions: { Class: task.queueClass, Outcome: outcome },
    properties: propertiesOf(task),
  };
}

const measurementOfEnd = (task: Task): Measurement => ({
  values: {
    TasksFinished: 1,
    TasksFailed: Number(task.status === "failed"),
    TaskAttempts: attemptsOf(task),
  },
  dimensions: { Class: task.queueClass, Outcome: endOf(task) },
  properties: propertiesOf(task),
});

const propertiesOf = ({ agent, id }: Task) => ({ agent, taskId: id });
