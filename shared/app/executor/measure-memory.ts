/** Tells the metrics each minute how much memory is in use, of what this executor may have. */
import type { Clock } from "../../ports/clock.ts";
import type { MemoryGauge } from "../../ports/memory-gauge.ts";
import type { Metrics } from "../../ports/metrics.ts";

const EVERY_MS = 60_000;

/** Resolves after `stop`. Never rejects: the gauge does not. */
export async function measureMemory(
  deps: {
    readonly executorId: string;
    readonly memory: MemoryGauge;
    readonly metrics: Pick<Metrics, "record">;
    readonly clock: Pick<Clock, "sleep">;
  },
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const share = await deps.memory.usedShare();
    if (share !== undefined)
      deps.metrics.record({
        values: { ExecutorMemoryUsed: share * 100 },
        dimensions: {},
        properties: { executorId: deps.executorId },
      });
    await deps.clock.sleep(EVERY_MS, stop);
  }
}
