/** Of what time somebody asks what was done: by default the last hour. */
import { later } from "./timing.ts";
import {
  floorTo,
  KEEP_USAGE_MS,
  MAX_POINTS,
  type Period,
  PERIOD_MS,
  startsIn,
  type TimeRange,
} from "./usage-period.ts";

export interface UsageWish {
  readonly from?: Date;
  readonly to?: Date;
  /** Also one point for each such period. */
  readonly period?: Period;
}

/** Why nothing can be told of such a time, as the end of a sentence that begins with the field. */
export interface UsageWishProblem {
  readonly field: "from" | "to" | "period";
  readonly message: string;
}

const DEFAULT_MS = PERIOD_MS.hour;
const KEPT_DAYS = KEEP_USAGE_MS / PERIOD_MS.day;

/** What is to come is not known: a `to` in the future is now, and what was done just now is within. */
export function rangeOf({ from, to }: UsageWish, now: Date): TimeRange {
  const isPast = to !== undefined && to < now;
  return {
    from: from ?? later(isPast ? to : now, -DEFAULT_MS),
    to: isPast ? to : later(now, 1),
  };
}

export function usageWishProblem(
  wish: UsageWish,
  now: Date,
): UsageWishProblem | undefined {
  const range = rangeOf(wish, now);
  if (wish.from && wish.to && wish.from >= wish.to)
    return { field: "from", message: "must be before to" };
  if (range.from >= now)
    return { field: "from", message: "must be in the past" };
  if (range.from < floorTo("hour", later(now, -KEEP_USAGE_MS)))
    return {
      field: wish.from === undefined ? "to" : "from",
      message: `must be at most ${KEPT_DAYS} days ago: what was done before is not kept`,
    };
  const points = wish.period ? startsIn(wish.period, range).length : 0;
  if (points > MAX_POINTS)
    return {
      field: "period",
      message: `would make ${points} points, and one answer has at most ${MAX_POINTS}: choose a longer period or a shorter time`,
    };
  return undefined;
}
