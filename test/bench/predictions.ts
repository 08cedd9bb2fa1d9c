/**
 * Lets the predictions run over series of which it is known how they went on, and tells how far off
 * they were: `node test/bench/predictions.ts`.
 */
import { simpleStatistics } from "../../shared/adapters/simple-statistics/statistics.ts";
import { rateLimitRisk } from "../../shared/domain/prediction/rate-limit-risk.ts";
import type { Depth } from "../../shared/domain/depth.ts";
import { windowSeries } from "../builders/window-series.ts";

const AHEAD_MINUTES = 30;
const SEEN_MINUTES = 60;

export interface BackTest {
  readonly predictions: number;
  /** Of the use in half an hour, as a share of the window: how far off, and on which side. */
  readonly meanAbsoluteError: number;
  readonly meanError: number;
  /** The same of a prediction that nothing will change. */
  readonly naiveError: number;
  /** Brier's score of the risk to be used up before the reset: 0 is perfect, 0.25 is a coin. */
  readonly brierScore: number;
}

export function backTest(seeds: readonly number[]): BackTest {
  const all = seeds.flatMap((seed) => errorsOf(windowSeries(seed)));
  const mean = (of: (each: (typeof all)[number]) => number): number =>
    all.reduce((sum, each) => sum + of(each), 0) / all.length;
  return {
    predictions: all.length,
    meanAbsoluteError: mean(({ error }) => Math.abs(error)),
    meanError: mean(({ error }) => error),
    naiveError: mean(({ naive }) => Math.abs(naive)),
    brierScore: mean(({ risk, isUsedUp }) => (risk - Number(isUsedUp)) ** 2),
  };
}

/** At every tenth minute, of what was known then. */
function errorsOf(series: readonly Depth[]) {
  const isUsedUp = (usedAt(series, series.length - 1) ?? 0) >= 1;
  return series.flatMap((now, minute) => {
    const actual = usedAt(series, minute + AHEAD_MINUTES);
    if (minute % 10 > 0 || minute + AHEAD_MINUTES >= series.length) return [];
    const seen = series.slice(Math.max(0, minute - SEEN_MINUTES), minute + 1);
    const risk = rateLimitRisk(seen, now.at, simpleStatistics)?.windows[0];
    if (!risk || actual === undefined || risk.utilization >= 1) return [];
    const ahead = (risk.burnRatePerHour * AHEAD_MINUTES) / 60;
    return [
      {
        error: risk.utilization + ahead - actual,
        naive: risk.utilization - actual,
        risk: risk.risk,
        isUsedUp,
      },
    ];
  });
}

const usedAt = (series: readonly Depth[], minute: number): number | undefined =>
  series.slice(0, minute + 1).findLast(({ windows = [] }) => windows.length > 0)
    ?.windows?.[0]?.utilization;

export const SEEDS = Array.from({ length: 40 }, (_, seed) => seed + 1);

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(backTest(SEEDS), undefined, 2)}\n`);
