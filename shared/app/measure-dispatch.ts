/** Tells the metrics of each run of what the clock starts, and of each that failed. */
import type { Metrics } from "../ports/metrics.ts";

/** @param run rejects when it failed, in whole or in part */
export async function measureDispatch<T>(
  run: Promise<T>,
  metrics: Pick<Metrics, "record">,
): Promise<T> {
  const tell = (DispatchFailures: 0 | 1): void => {
    metrics.record({
      values: { DispatchRuns: 1, DispatchFailures },
      dimensions: {},
    });
  };
  try {
    const result = await run;
    tell(0);
    return result;
  } catch (error) {
    tell(1);
    throw error;
  }
}
