/** How far off `resourceUsage` is on executors of which it is known how they went on. */
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";
import type { Depth } from "../../../shared/domain/depth.ts";
import {
  resourceUsage,
  type Trend,
} from "../../../shared/domain/prediction/resource-usage.ts";
import { resourceSeries } from "../recorded-series.ts";
import {
  type BoundErrors,
  type Errors,
  errorsOf,
  meanOf,
  medianOf,
  momentsOf,
} from "./moments.ts";

const AHEAD_MINUTES = 60;

/** Of what is in use in an hour, as shares of it. */
export type TrendErrors = Errors & BoundErrors;

export interface ResourceErrors {
  readonly memory: TrendErrors;
  readonly cpu: TrendErrors;
}

type System = NonNullable<Depth["system"]>;

export function backTestResourceUsage(
  series = resourceSeries(),
): ResourceErrors {
  const all = series.flatMap(tried);
  return {
    memory: errorsFor(
      all.map(({ memory, then }) => [memory, then.memoryBytes]),
    ),
    cpu: errorsFor(all.map(({ cpu, then }) => [cpu, then.cpuCores])),
  };
}

function tried(series: readonly Depth[]) {
  return momentsOf(series, AHEAD_MINUTES).flatMap(({ minute, now, seen }) => {
    const told = resourceUsage(seen, now, simpleStatistics);
    const then: System | undefined = series[minute + AHEAD_MINUTES]?.system;
    return told && then ? [{ ...told, then }] : [];
  });
}

function errorsFor(
  all: readonly (readonly [told: Trend, actual: number])[],
): TrendErrors {
  const errors = all.map(([told, actual]) => ({
    error: (told.inAnHour - actual) / actual,
    naive: (told.now - actual) / actual,
  }));
  const within = meanOf(all, ([{ low, high }, actual]) =>
    Number(low <= actual && actual <= high),
  );
  const medianWidth = medianOf(
    all.map(([{ low, high }, actual]) => (high - low) / actual),
  );
  return { ...errorsOf(errors), within, medianWidth };
}
