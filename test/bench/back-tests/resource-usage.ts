/** How far off `resourceUsage` is on executors of which it is known how they went on. */
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";
import type { Depth } from "../../../shared/domain/depth.ts";
import {
  resourceUsage,
  type Trend,
} from "../../../shared/domain/prediction/resource-usage.ts";
import { resourceSeries } from "../recorded-series.ts";
import { type Errors, errorsOf, meanOf, momentsOf } from "./moments.ts";

const AHEAD_MINUTES = 60;

/** Of what is in use in an hour, as a share of it. */
export interface TrendErrors extends Errors {
  /** How often it came to lie between `low` and `high`. */
  readonly within: number;
}

export interface ResourceErrors {
  readonly memory: TrendErrors;
  readonly cpu: TrendErrors;
}

type System = NonNullable<Depth["system"]>;

export function backTestResourceUsage(): ResourceErrors {
  const all = resourceSeries().flatMap(tried);
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
  return { ...errorsOf(errors), within };
}
