/** How far off `rateLimitRisk` is on usage windows of which it is known how they went on. */
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";
import { rateLimitRisk } from "../../../shared/domain/prediction/rate-limit-risk.ts";
import type { Depth } from "../../../shared/domain/depth.ts";
import { windowSeries } from "../recorded-series.ts";
import {
  type Errors,
  errorsOf,
  isBetween,
  meanOf,
  momentsOf,
} from "./moments.ts";

const AHEAD_MINUTES = 30;

/** Of the use in half an hour, as a share of the window. */
export interface RiskErrors extends Errors {
  /** Brier's score of the risk to be used up before the reset: 0 is perfect, 0.25 is a coin. */
  readonly brierScore: number;
  /** Of the windows that were used up: how often that came between the earliest and the latest. */
  readonly within: number;
}

export function backTestRateLimitRisk(): RiskErrors {
  const all = windowSeries().flatMap(tried);
  const brierScore = meanOf(
    all,
    ({ risk, isUsedUp }) => (risk - Number(isUsedUp)) ** 2,
  );
  const usedUp = all.filter(({ isUsedUp }) => isUsedUp);
  const within = meanOf(usedUp, (each) => Number(each.isWithin));
  return { ...errorsOf(all), brierScore, within };
}

function tried(series: readonly Depth[]) {
  const usedUp = series.find((_, minute) => (usedAt(series, minute) ?? 0) >= 1);
  const isUsedUp = usedUp !== undefined;
  return momentsOf(series, AHEAD_MINUTES).flatMap(({ minute, now, seen }) => {
    const actual = usedAt(series, minute + AHEAD_MINUTES);
    const risk = rateLimitRisk(seen, now, simpleStatistics)?.windows[0];
    if (!risk || actual === undefined || risk.utilization >= 1) return [];
    const ahead = (risk.burnRatePerHour * AHEAD_MINUTES) / 60;
    return [
      {
        error: risk.utilization + ahead - actual,
        naive: risk.utilization - actual,
        risk: risk.risk,
        isUsedUp,
        isWithin: usedUp !== undefined && isBetween(risk.exhaustion, usedUp.at),
      },
    ];
  });
}

const usedAt = (series: readonly Depth[], minute: number): number | undefined =>
  series.slice(0, minute + 1).findLast(({ windows }) => windows !== undefined)
    ?.windows?.[0]?.utilization;
