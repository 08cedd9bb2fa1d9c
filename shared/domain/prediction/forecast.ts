/** How something goes on: by a straight line, and how far off the very same was of late. */
import type { Point, Statistics } from "./statistics.ts";

interface Line {
  /** What it is now, without its noise. */
  readonly level: number;
  /** Per minute. */
  readonly slope: number;
}

export interface Forecast extends Line {
  /** So many minutes ahead ... */
  readonly ahead: number;
  /** ... nine of ten such forecasts were off by no more than that, to either side. */
  readonly off: number;
}

interface Rules {
  /** What is measured goes to and fro; what is counted adds up. */
  readonly isNoisy: boolean;
  readonly statistics: Statistics;
}

/** What something noisy is now is the mean of so many minutes. */
const LEVEL_MINUTES = 5;
const NINE_OF_TEN = 0.9;
/** No line is laid through fewer minutes. */
const LINE_MINUTES = 5;
/** Of fewer nothing is told. How far it goes to and fro takes longer to be seen. */
const LEAST_MINUTES = { counted: 10, noisy: 20 } as const;

/**
 * By rolling origins: what was known in a minute that is past tells what comes, by the same rules,
 * and what came tells how far off that was. So nothing is assumed of how it comes and goes.
 *
 * @param values one a minute, the last of now
 * @returns `undefined`: they are too few
 */
export function forecast(
  values: readonly number[],
  rules: Rules,
): Forecast | undefined {
  const least = rules.isNoisy ? LEAST_MINUTES.noisy : LEAST_MINUTES.counted;
  if (values.length < least) return undefined;
  const ahead = Math.floor(values.length / 3);
  const misses = values.slice(LINE_MINUTES - 1 + ahead).map((came, index) => {
    const known = values.slice(0, LINE_MINUTES + index);
    const { level, slope } = lineOf(known, rules);
    return Math.abs(level + slope * ahead - came);
  });
  // This forecast is one more of them, and may be the worst.
  const share = NINE_OF_TEN * (1 + 1 / misses.length);
  const off = rules.statistics.quantile(misses, Math.min(1, share));
  return { ...lineOf(values, rules), ahead, off };
}

function lineOf(values: readonly number[], rules: Rules): Line {
  const { isNoisy, statistics } = rules;
  const straight = statistics.slopeOf(
    values.map((value, minute): Point => [minute, value]),
  );
  if (!isNoisy) return { level: values.at(-1) ?? 0, slope: straight };
  const slope = damped(straight, values, statistics);
  const last = values.slice(-LEVEL_MINUTES);
  const sinceMiddle = (last.length - 1) / 2;
  return { level: statistics.mean(last) + slope * sinceMiddle, slope };
}

/**
 * What only goes to and fro seems to have a direction. Each of its steps leads anywhere: the less
 * the slope stands out from what such steps add up to, the less of it is believed.
 */
function damped(
  slope: number,
  values: readonly number[],
  statistics: Statistics,
): number {
  if (slope === 0) return 0;
  const steps = values.slice(1).map((value, at) => value - (values[at] ?? 0));
  const chance = statistics.variance(steps) / steps.length;
  return slope * (slope ** 2 / (slope ** 2 + chance));
}
