/** The spans that a review looks at, up to now and in whole hours, and the one before each. */
import { later } from "./timing.ts";
import { ceilTo, PERIOD_MS, type TimeRange } from "./usage-period.ts";

export const REVIEW_PERIODS = ["week", "month"] as const;
export type ReviewPeriod = (typeof REVIEW_PERIODS)[number];

/** Months differ; thirty days do not. */
const REVIEW_MS: Readonly<Record<ReviewPeriod, number>> = {
  week: 7 * PERIOD_MS.day,
  month: 30 * PERIOD_MS.day,
};

/** The last hour is the one that runs. */
export function reviewRange(period: ReviewPeriod, now: Date): TimeRange {
  const to = ceilTo("hour", later(now, 1));
  return { from: later(to, -REVIEW_MS[period]), to };
}

export const rangeBefore = ({ from, to }: TimeRange): TimeRange => ({
  from: later(from, from.getTime() - to.getTime()),
  to: from,
});
