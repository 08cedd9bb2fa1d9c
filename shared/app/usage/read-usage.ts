/**
 * What was done in a range of time, as a sum and, when asked for, period by period: a short range
 * from the minutes, a long one from the hours that are made, and the minutes before and after them.
 */
import { later } from "../../domain/timing.ts";
import {
  ceilTo,
  floorTo,
  type Period,
  PERIOD_MS,
  startsIn,
  type TimeRange,
  widenTo,
} from "../../domain/usage-period.ts";
import { sumUsage, type Usage } from "../../domain/usage.ts";
import type { UsageStore } from "../../ports/usage-store.ts";

export interface UsageQuery extends TimeRange {
  readonly period?: Period;
}

export interface UsagePoint {
  /** Where the period begins. */
  readonly at: Date;
  readonly usage: Usage;
}

export interface UsageAnswer extends TimeRange {
  /** From `from` to `to`, which are whole minutes, or whole periods when one was asked for. */
  readonly usage: Usage;
  /** One for each period, also where nothing was done; none when no period was asked for. */
  readonly points: readonly UsagePoint[];
}

export type ReadUsage = (query: UsageQuery) => Promise<UsageAnswer>;

/** Minutes tell as much up to here, and are as quick. */
const SHORT_MS = 3 * PERIOD_MS.hour;
/** Hours that are not made yet are made of their minutes, as far as here. */
const UNMADE_MS = 48 * PERIOD_MS.hour;

interface Row {
  readonly at: Date;
  readonly usage: Usage;
}

export function readUsage(
  usageStore: Pick<UsageStore, "minutes" | "hours">,
): ReadUsage {
  const minutes = async (from: Date, to: Date): Promise<readonly Row[]> =>
    from < to ? usageStore.minutes({ from, to }) : [];

  /** Whole hours. */
  const hours = async ({ from, to }: TimeRange): Promise<readonly Row[]> => {
    const made = await usageStore.hours({ from, to });
    const newest = made.at(-1);
    const unmadeFrom = latest(
      newest ? later(newest.at, PERIOD_MS.hour) : from,
      later(to, -UNMADE_MS),
    );
    return [...made, ...(await minutes(unmadeFrom, to))];
  };

  const rowsOf = async (
    { from, to }: TimeRange,
    period: Period | undefined,
  ): Promise<readonly Row[]> => {
    const isShort = to.getTime() - from.getTime() <= SHORT_MS;
    if (isShort || period === "minute") return minutes(from, to);
    const firstHour = ceilTo("hour", from);
    const lastHour = floorTo("hour", to);
    const parts = await Promise.all([
      minutes(from, firstHour),
      hours({ from: firstHour, to: lastHour }),
      minutes(lastHour, to),
    ]);
    return parts.flat();
  };

  return async ({ period, ...query }) => {
    const range = widenTo(period ?? "minute", query);
    const rows = await rowsOf(range, period);
    const usage = sumUsage(rows.map((row) => row.usage));
    return {
      ...range,
      usage,
      points: period ? pointsOf(rows, range, period) : [],
    };
  };
}

function pointsOf(
  rows: readonly Row[],
  range: TimeRange,
  period: Period,
): readonly UsagePoint[] {
  const byStart = Map.groupBy(rows, ({ at }) => floorTo(period, at).getTime());
  return startsIn(period, range).map((at) => {
    const within = byStart.get(at.getTime()) ?? [];
    return { at, usage: sumUsage(within.map(({ usage }) => usage)) };
  });
}

const latest = (one: Date, other: Date): Date => (one > other ? one : other);
