/** Series minute by minute, as the service would have noted them: those of test/fixtures/series, or others. */
import type { ClassDepth, Depth } from "../../shared/domain/depth.ts";
import { later } from "../../shared/domain/timing.ts";
import { START } from "../fakes/memory-clock.ts";
import queues from "../fixtures/series/queues.json" with { type: "json" };
import resources from "../fixtures/series/resources.json" with { type: "json" };
import usageWindows from "../fixtures/series/usage-windows.json" with { type: "json" };

const MINUTE_MS = 60_000;
const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };

const depthAt = (minute: number, normal: ClassDepth = EMPTY): Depth => ({
  at: later(START, (minute + 1) * MINUTE_MS),
  classes: { urgent: EMPTY, high: EMPTY, normal, scheduled: EMPTY, low: EMPTY },
});

/** Each from the beginning of a window to its reset. */
export const windowSeries = (
  records: readonly {
    readonly percents: readonly (number | null)[];
  }[] = usageWindows,
): readonly (readonly Depth[])[] =>
  records.map(({ percents }) => {
    const resetsAt = later(START, percents.length * MINUTE_MS);
    return percents.map((percent, minute) => {
      const depth = depthAt(minute);
      const seenAt = later(depth.at, -MINUTE_MS / 2);
      if (percent === null) return depth;
      const utilization = percent / 100;
      const window = { name: "five_hour", utilization, resetsAt, seenAt };
      return { ...depth, windows: [window] };
    });
  });

export interface QueueSeries {
  readonly maxQueuedPerClass: number;
  /** All of it waits as `normal`. */
  readonly depths: readonly Depth[];
}

export const queueSeries = (
  records: readonly {
    readonly maxQueued: number;
    readonly waiting: readonly number[];
    readonly runs: readonly number[];
  }[] = queues,
): readonly QueueSeries[] =>
  records.map(({ maxQueued, waiting, runs }) => ({
    maxQueuedPerClass: maxQueued,
    depths: waiting.map((count, minute) => ({
      ...depthAt(minute, { ...EMPTY, waiting: count }),
      runs: { normal: runs[minute] ?? 0 },
    })),
  }));

export const resourceSeries = (
  records: readonly {
    readonly megabytes: readonly number[];
    readonly cpuPercents: readonly number[];
  }[] = resources,
): readonly (readonly Depth[])[] =>
  records.map(({ megabytes, cpuPercents }) =>
    megabytes.map((memory, minute) => ({
      ...depthAt(minute),
      system: {
        memoryBytes: memory * 1_000_000,
        cpuCores: (cpuPercents[minute] ?? 0) / 100,
      },
    })),
  );
