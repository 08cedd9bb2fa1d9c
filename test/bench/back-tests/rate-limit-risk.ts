/** How far off `rateLimitRisk` is on usage windows of which it is known how they went on. */
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";
import { rateLimitRisk } from "../../../shared/domain/prediction/rate-limit-risk.ts";
import type { Depth } from "../../../shared/domain/depth.ts";
import { windowSeries } from "../recorded-series.ts";
import { type Errors, errorsOf, meanOf, momentsOf } from "./moments.ts";
import { type ReachedErrors, reachedErrors } from "./reached-bounds.ts";

const AHEAD_MINUTES = 30;

/** Of the use in half an hour, as a share of the window. */
export interface RiskErrors extends Errors {
  /** Brier's score of the risk to be used up before the reset: 0 is perfect, 0.25 is a coin. */
  readonly brierScore: number;
  readonly exhaustion: ReachedErrors;
}

export function backTestRateLimitRisk(series = windowSeries()): RiskErrors {
  const all = series.flatMap(tried);
  const brierScore = meanOf(
    all,
    ({ risk, reachedAt }) => (risk - Number(reachedAt !== undefined)) ** 2,
  );
  return { ...errorsOf(all), brierScore, exhaustion: reachedErrors(all) };
}

function tried(series: readonly Depth[]) {
  const usedUp = series.find((_, minute) => (usedAt(series, minute) ?? 0) >= 1);
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
        told: risk.exhaustion,
        now,
        reachedAt: usedUp?.at,
        knownUntil: risk.resetsAt,
      },
    ];
  });
}

const usedAt = (series: readonly Depth[], minute: number): number | undefined =>
  series.slice(0, minute + 1).findLast(({ windows }) => windows !== undefined)
    ?.windows?.[0]?.utilization;
