/**
 * How long things took, in buckets that grow by a constant factor: two histograms add up to the one
 * that would have seen everything, and a percentile is off by at most `RELATIVE_ERROR`.
 */

/** Milliseconds, whole and not negative. */
export interface Histogram {
  readonly count: number;
  readonly sumMs: number;
  /** 0 while nothing was seen. */
  readonly minMs: number;
  readonly maxMs: number;
  /** How many fell into each bucket, by its index. */
  readonly buckets: ReadonlyMap<number, number>;
}

export const NO_TIMES: Histogram = {
  count: 0,
  sumMs: 0,
  minMs: 0,
  maxMs: 0,
  buckets: new Map(),
};

/** The upper edge of a bucket over its lower one. */
const GROWTH = 1.04;
/** Of a percentile, against the time that truly stands at that place. */
export const RELATIVE_ERROR = (GROWTH - 1) / (GROWTH + 1);
/** Holds what took no time; those above hold the times from `GROWTH ** (index - 1)`, exclusive, to `GROWTH ** index`. */
const ZERO = -1;

export function oneTime(ms: number): Histogram {
  const whole = Math.max(0, Math.round(ms));
  return {
    count: 1,
    sumMs: whole,
    minMs: whole,
    maxMs: whole,
    buckets: new Map([[bucketOf(whole), 1]]),
  };
}

export function addTimes(one: Histogram, other: Histogram): Histogram {
  if (one.count === 0) return other;
  if (other.count === 0) return one;
  const buckets = new Map(one.buckets);
  for (const [index, count] of other.buckets)
    buckets.set(index, (buckets.get(index) ?? 0) + count);
  return {
    count: one.count + other.count,
    sumMs: one.sumMs + other.sumMs,
    minMs: Math.min(one.minMs, other.minMs),
    maxMs: Math.max(one.maxMs, other.maxMs),
    buckets,
  };
}

export const meanMs = ({ count, sumMs }: Histogram): number | null =>
  count === 0 ? null : sumMs / count;

/**
 * The time that this share of all did not exceed, by nearest rank; `null` when nothing was seen.
 *
 * @param share 0 to 1
 */
export function percentileMs(times: Histogram, share: number): number | null {
  const { count, minMs, maxMs, buckets } = times;
  if (count === 0) return null;
  let left = Math.max(1, Math.ceil(share * count));
  const sorted = [...buckets].toSorted(([one], [other]) => one - other);
  const found = sorted.find(([, within]) => (left -= within) <= 0);
  return Math.min(Math.max(middleOf(found?.[0] ?? ZERO), minMs), maxMs);
}

/** How many took at most so long; off by those that stand nearer to it than `RELATIVE_ERROR`. */
export function countUpTo(
  { count, maxMs, buckets }: Histogram,
  ms: number,
): number {
  if (ms >= maxMs) return count;
  let within = 0;
  for (const [index, some] of buckets)
    if (middleOf(index) <= ms) within += some;
  return within;
}

const bucketOf = (ms: number): number =>
  ms === 0 ? ZERO : Math.ceil(Math.log(ms) / Math.log(GROWTH));

/** As far, in proportion, from the lower edge as from the upper. */
const middleOf = (index: number): number =>
  index === ZERO ? 0 : (2 * GROWTH ** index) / (GROWTH + 1);
