/**
 * Makes one row of each hour that is over, and anew of those that a late minute changed, with the
 * running total up to each. Rows are made of the minutes alone and put whole: again is harmless.
 */
import { later } from "../../domain/timing.ts";
import { capUsage } from "../../domain/usage-cap.ts";
import { floorTo, PERIOD_MS } from "../../domain/usage-period.ts";
import {
  addUsage,
  NO_USAGE,
  sumUsage,
  type Usage,
} from "../../domain/usage.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HourRow, LateMark, UsageStore } from "../../ports/usage-store.ts";

export interface ClosedHours {
  readonly hoursMade: number;
}

/** Whoever writes a minute of it later than `LATE_AFTER_MS` leaves a mark. */
const CLOSE_AFTER_MS = 3 * PERIOD_MS.minute;
/** Of one run, and how far back a late minute still changes its hour. */
const MOST_HOURS = 48;

const { hour: HOUR } = PERIOD_MS;

export function closeHours(deps: {
  readonly usageStore: Pick<
    UsageStore,
    | "minutes"
    | "hours"
    | "putHour"
    | "newestHour"
    | "lateMarks"
    | "removeLateMark"
  >;
  readonly clock: Pick<Clock, "now">;
}): () => Promise<ClosedHours> {
  const { usageStore } = deps;

  const firstWithUsage = async (last: Date): Promise<Date> => {
    const from = earliest(last);
    const rows = await usageStore.minutes({ from, to: later(last, HOUR) });
    return rows
      .map(({ at }) => floorTo("hour", at))
      .reduce((one, other) => (one < other ? one : other), last);
  };

  const totalBefore = async (hour: Date): Promise<Usage> => {
    const from = later(hour, -HOUR);
    const [before] = await usageStore.hours({ from, to: hour });
    return before?.total ?? NO_USAGE;
  };

  /** Each hour from `first` to `last`. */
  const make = async (first: Date, last: Date): Promise<number> => {
    const rows = await usageStore.minutes({
      from: first,
      to: later(last, HOUR),
    });
    let total = await totalBefore(first);
    let made = 0;
    for (let at = first; at <= last; at = later(at, HOUR)) {
      const end = later(at, HOUR);
      const within = rows.filter((row) => row.at >= at && row.at < end);
      const usage = sumUsage(within.map((row) => row.usage));
      total = addUsage(total, { ...usage, agents: NO_USAGE.agents });
      const row: HourRow = { at, usage, total };
      await usageStore.putHour(capHour(row));
      made += 1;
    }
    return made;
  };

  return async () => {
    const last = lastOver(deps.clock.now());
    const [newest, marks] = await Promise.all([
      usageStore.newestHour(later(last, HOUR)),
      usageStore.lateMarks(),
    ]);
    const next = newest ? later(newest.at, HOUR) : await firstWithUsage(last);
    const first = earliestOf(next, lateHours(marks, last));
    const end = earliestOf(last, [later(first, (MOST_HOURS - 1) * HOUR)]);
    const hoursMade = first <= last ? await make(first, end) : 0;
    for (const mark of marks) await usageStore.removeLateMark(mark);
    return { hoursMade };
  };
}

/** The hour that ended last, as far as that no minute of it is under way any more. */
const lastOver = (now: Date): Date =>
  later(floorTo("hour", later(now, -CLOSE_AFTER_MS)), -HOUR);

const earliest = (last: Date): Date => later(last, -(MOST_HOURS - 1) * HOUR);

/** Those that are made already and not too long ago. */
const lateHours = (marks: readonly LateMark[], last: Date): readonly Date[] =>
  marks
    .map(({ at }) => floorTo("hour", at))
    .filter((hour) => hour >= earliest(last));

const earliestOf = (first: Date, others: readonly Date[]): Date =>
  others.reduce((one, other) => (one < other ? one : other), first);

const capHour = ({ at, usage, total }: HourRow): HourRow => ({
  at,
  usage: capUsage(usage),
  total: capUsage(total),
});
