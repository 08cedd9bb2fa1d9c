/**
 * Metrics as lines of CloudWatch's embedded metric format on standard output, which Lambda and the
 * container's log driver carry on. The library is told so by `AWS_EMF_ENVIRONMENT=Local`.
 */
import { createMetricsLogger, Unit } from "aws-embedded-metrics";
import type { MetricName, Metrics } from "../../ports/metrics.ts";

const METRICS_NAMESPACE = "CCSP";

const UNITS: Readonly<Record<MetricName, Unit>> = {
  TasksAccepted: Unit.Count,
  TasksStarted: Unit.Count,
  TasksFinished: Unit.Count,
  MessagesGivenBack: Unit.Count,
  AuthenticationsFailed: Unit.Count,
  CallbacksDelivered: Unit.Count,
  CallbacksFailed: Unit.Count,
  TaskRunTime: Unit.Milliseconds,
  TaskWaitTime: Unit.Milliseconds,
};

/** @param stage the `Stage` dimension of every metric */
export function emfMetrics(stage: string): Metrics {
  const pending = new Set<Promise<unknown>>();
  return {
    record({ values, dimensions, properties = {} }) {
      const logger = createMetricsLogger();
      logger.setNamespace(METRICS_NAMESPACE);
      logger.setDimensions({ Stage: stage, ...dimensions });
      for (const [name, value] of Object.entries(values))
        logger.putMetric(name, value, UNITS[name as MetricName]);
      for (const [name, value] of Object.entries(properties))
        logger.setProperty(name, value);
      const written = logger.flush().finally(() => pending.delete(written));
      pending.add(written);
    },
    async flush() {
      await Promise.all(pending);
    },
  };
}
