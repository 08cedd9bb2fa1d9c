import type { Measurement, Metrics } from "../../shared/ports/metrics.ts";

export interface MemoryMetrics extends Metrics {
  readonly measurements: readonly Measurement[];
}

export function memoryMetrics(): MemoryMetrics {
  const measurements: Measurement[] = [];
  return {
    measurements,
    record: (measurement) => {
      measurements.push(measurement);
    },
    flush: () => Promise.resolve(),
  };
}
