/** Numbers about what happened. Dimensions stay few; whatever names one task or agent is a property. */
import type { MetricDimensions, MetricName } from "../domain/metric-names.ts";

export interface Measurement {
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
  /** All that is known: each metric is written by those that are its own. */
  readonly dimensions: MetricDimensions;
  readonly properties?: Readonly<Record<string, string | number>>;
}

export interface Metrics {
  record(measurement: Measurement): void;
  /** Resolves when what was recorded is written. */
  flush(): Promise<void>;
}
