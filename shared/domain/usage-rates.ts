/** The numbers that people ask for, from counts: `null` where nothing was counted. */
import type { Histogram } from "./histogram.ts";
import { meanMs, percentileMs } from "./histogram.ts";
import type { ErrorCode } from "./task.ts";
import {
  addClasses,
  addSpending,
  type ClassUsage,
  type Counts,
  entriesOf,
  NO_CLASS_USAGE,
  NOTHING_SPENT,
  type Spending,
  type Usage,
} from "./usage.ts";

export interface Ends {
  readonly finished: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** 0 to 1, of those that succeeded or failed: a cancelled task did neither. */
  readonly successRate: number | null;
  readonly errorRate: number | null;
}

export function endsOf(ends: Counts<ErrorCode>): Ends {
  const { success: succeeded = 0, cancelled = 0 } = ends;
  const finished = total(ends);
  const failed = finished - succeeded - cancelled;
  return {
    finished,
    succeeded,
    failed,
    cancelled,
    successRate: ratio(succeeded, succeeded + failed),
    errorRate: ratio(failed, succeeded + failed),
  };
}

export const total = (counts: Counts<string>): number =>
  entriesOf(counts).reduce((sum, [, count]) => sum + count, 0);

export const ratio = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole;

/** All classes together. */
export const allClasses = ({ classes }: Usage): ClassUsage =>
  [...classes.values()].reduce(addClasses, NO_CLASS_USAGE);

/** All agents together. */
export const allSpending = ({ agents }: Usage): Spending =>
  [...agents.values()].reduce<Spending>(addSpending, NOTHING_SPENT);

export interface Times {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** In milliseconds. */
export const timesOf = (times: Histogram): Times => ({
  count: times.count,
  mean: meanMs(times),
  p50: percentileMs(times, 0.5),
  p90: percentileMs(times, 0.9),
  p95: percentileMs(times, 0.95),
  p99: percentileMs(times, 0.99),
  max: times.count === 0 ? null : times.maxMs,
});

export const toUsd = (costNanoUsd: number): number =>
  costNanoUsd / 1_000_000_000;
