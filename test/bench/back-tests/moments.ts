/** When predictions are tried, and how far off a list of them was. */
import type { Depth } from "../../../shared/domain/depth.ts";

const SEEN_MINUTES = 60;
const EVERY_MINUTES = 10;

export interface Moment {
  readonly minute: number;
  readonly now: Date;
  /** What was known then: the last hour. */
  readonly seen: readonly Depth[];
}

/** Every tenth minute of which it is known how it went on for so long. */
export const momentsOf = (
  series: readonly Depth[],
  aheadMinutes: number,
): readonly Moment[] =>
  series.flatMap(({ at: now }, minute) => {
    if (minute % EVERY_MINUTES > 0 || minute + aheadMinutes >= series.length)
      return [];
    const seen = series.slice(Math.max(0, minute - SEEN_MINUTES), minute + 1);
    return [{ minute, now, seen }];
  });

export function meanOf<Each>(
  all: readonly Each[],
  of: (each: Each) => number,
): number {
  const sum = all.reduce((before, each) => before + of(each), 0);
  return sum / all.length;
}

export interface Errors {
  readonly predictions: number;
  /** How far off, and on which side. */
  readonly meanAbsoluteError: number;
  readonly meanError: number;
  /** The same of a prediction that nothing will change. */
  readonly naiveError: number;
}

/** Of the differences between what was predicted, or is the case now, and what came. */
export const errorsOf = (
  all: readonly { readonly error: number; readonly naive: number }[],
): Errors => ({
  predictions: all.length,
  meanAbsoluteError: meanOf(all, ({ error }) => Math.abs(error)),
  meanError: meanOf(all, ({ error }) => error),
  naiveError: meanOf(all, ({ naive }) => Math.abs(naive)),
});

/** How honest bounds of 90 % are, and how much they say. */
export interface BoundErrors {
  /** How often what came lay between them. */
  readonly within: number;
  /** Half of them are narrower. */
  readonly medianWidth: number;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
