/**
 * Metrics as lines of CloudWatch's embedded metric format on standard output, which Lambda and the
 * container's log driver carry on. The library is told so by `AWS_EMF_ENVIRONMENT=Local`.
 */
import { createMetricsLogger } from "aws-embedded-metrics";
import {
  type DimensionName,
  type MetricDimensions,
  type MetricName,
  METRICS,
  METRICS_NAMESPACE,
} from "../../domain/metric-names.ts";
import type { Measurement, Metrics } from "../../ports/metrics.ts";

/** One line: metrics that have the same dimensions. */
interface Line {
  readonly by: readonly DimensionName[];
  readonly values: readonly (readonly [MetricName, number])[];
}

/** @param stage the `Stage` dimension of every metric */
export function emfMetrics(stage: string): Metrics {
  const pending = new Set<Promise<unknown>>();

  const write = (
    { by, values }: Line,
    { dimensions, properties = {} }: Measurement,
  ): void => {
    const logger = createMetricsLogger();
    logger.setNamespace(METRICS_NAMESPACE);
    logger.setDimensions(setsOf(stage, by, dimensions));
    for (const [name, value] of values)
      logger.putMetric(name, value, METRICS[name].unit);
    for (const [name, value] of Object.entries(properties))
      logger.setProperty(name, value);
    const written = logger.flush().finally(() => pending.delete(written));
    pending.add(written);
  };

  return {
    record(measurement) {
      for (const line of linesOf(measurement)) write(line, measurement);
    },
    async flush() {
      await Promise.all(pending);
    },
  };
}

/** A line has the same dimensions for all its metrics. */
function linesOf({ values, dimensions }: Measurement): readonly Line[] {
  const lines = Map.groupBy(
    Object.entries(values) as [MetricName, number][],
    ([name]) => namesOf(name, dimensions).join(),
  );
  return [...lines.values()].map((line) => ({
    by: line[0] ? namesOf(line[0][0], dimensions) : [],
    values: line,
  }));
}

const namesOf = (
  name: MetricName,
  dimensions: MetricDimensions,
): readonly DimensionName[] =>
  METRICS[name].by.filter((each) => dimensions[each] !== undefined);

/** The stage as a whole, and by each dimension: never by two at once, which would be their product. */
const setsOf = (
  stage: string,
  by: readonly DimensionName[],
  dimensions: MetricDimensions,
): Record<string, string>[] => [
  { Stage: stage },
  ...by.map((name) => ({ Stage: stage, [name]: dimensions[name] ?? "" })),
];
