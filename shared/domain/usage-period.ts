/** The spans by which usage is kept and asked for, in UTC: minutes, hours, days. */
import { later } from "./timing.ts";

export const PERIODS = ["minute", "hour", "day"] as const;
export type Period = (typeof PERIODS)[number];

export const PERIOD_MS: Readonly<Record<Period, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** From, inclusive, to, exclusive. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** How long usage is kept, and how far back it can be asked for. */
export const KEEP_USAGE_MS = 35 * PERIOD_MS.day;
/** Of hours as they were made: a month can be compared with the one before. */
export const KEEP_HOURS_MS = 70 * PERIOD_MS.day;
/** The most points of one answer: a day by the minute, and the minutes begun at its ends. */
export const MAX_POINTS = 1_500;

/** Where the period that holds it begins. */
export const floorTo = (period: Period, time: Date): Date =>
  new Date(Math.floor(time.getTime() / PERIOD_MS[period]) * PERIOD_MS[period]);

/** Where the next period begins, or the time itself where it begins one. */
export const ceilTo = (period: Period, time: Date): Date =>
  new Date(Math.ceil(time.getTime() / PERIOD_MS[period]) * PERIOD_MS[period]);

/** The whole periods that hold the range. */
export const widenTo = (
  period: Period,
  { from, to }: TimeRange,
): TimeRange => ({
  from: floorTo(period, from),
  to: ceilTo(period, to),
});

/** Where each period of a range begins. */
export function startsIn(period: Period, range: TimeRange): readonly Date[] {
  const { from, to } = widenTo(period, range);
  const count = (to.getTime() - from.getTime()) / PERIOD_MS[period];
  return Array.from({ length: count }, (_, index) =>
    later(from, index * PERIOD_MS[period]),
  );
}
