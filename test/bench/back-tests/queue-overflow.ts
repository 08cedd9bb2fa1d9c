/** How far off `queueOverflow` is on queues of which it is known how they went on. */
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";
import {
  type ClassOverflow,
  queueOverflow,
} from "../../../shared/domain/prediction/queue-overflow.ts";
import { type QueueSeries, queueSeries } from "../recorded-series.ts";
import { type Errors, errorsOf, meanOf, momentsOf } from "./moments.ts";
import { type ReachedErrors, reachedErrors } from "./reached-bounds.ts";

const AHEAD_MINUTES = 30;
const MINUTE_MS = 60_000;

/** Of what waits in half an hour, as a share of what may wait. */
export interface OverflowErrors extends Errors {
  /** How often a queue was full within half an hour, and how often that was foreseen. */
  readonly overflows: number;
  readonly foreseen: number;
  /** Of those that were: by how many minutes the time was off. */
  readonly meanMinutesOff: number;
  /** Of every overflow until the end of the series. */
  readonly overflow: ReachedErrors;
}

export function backTestQueueOverflow(series = queueSeries()): OverflowErrors {
  const all = series.flatMap(tried);
  const full = all.flatMap(({ fullIn, toldIn }) =>
    fullIn === undefined ? [] : [{ fullIn, toldIn }],
  );
  const off = full.flatMap(({ fullIn, toldIn }) =>
    toldIn === undefined ? [] : [Math.abs(toldIn - fullIn)],
  );
  return {
    ...errorsOf(all),
    overflows: full.length,
    foreseen: off.length,
    meanMinutesOff: meanOf(off, (minutes) => minutes),
    overflow: reachedErrors(all),
  };
}

function tried({ depths, maxQueuedPerClass }: QueueSeries) {
  return momentsOf(depths, AHEAD_MINUTES).flatMap(({ minute, now, seen }) => {
    const rules = { now, maxQueuedPerClass };
    const told = queueOverflow(seen, rules, simpleStatistics)?.classes.find(
      (each) => each.class === "normal",
    );
    if (!told || told.waiting >= maxQueuedPerClass) return [];
    const next = depths.slice(minute + 1);
    const actual = next[AHEAD_MINUTES - 1]?.classes.normal.waiting ?? 0;
    const full = next.findIndex(
      ({ classes }) => classes.normal.waiting >= maxQueuedPerClass,
    );
    return [
      {
        error: (waitingSoon(told) - actual) / maxQueuedPerClass,
        naive: (told.waiting - actual) / maxQueuedPerClass,
        fullIn: full < 0 || full >= AHEAD_MINUTES ? undefined : full + 1,
        toldIn: minutesUntil(told, now),
        told: told.overflow,
        now,
        reachedAt: next[full]?.at,
        knownUntil: next.at(-1)?.at ?? now,
      },
    ];
  });
}

/** No fewer than none wait, and no more than may. */
function waitingSoon(told: ClassOverflow): number {
  const growth = (told.arrivalRate - told.serviceRate) * AHEAD_MINUTES;
  return Math.min(told.maxQueuedPerClass, Math.max(0, told.waiting + growth));
}

/** `undefined`: it was not told, or for a time that is further off than twice what is looked ahead. */
function minutesUntil(
  { overflow: { expected } }: ClassOverflow,
  now: Date,
): number | undefined {
  if (expected === null) return undefined;
  const minutes = (expected.getTime() - now.getTime()) / MINUTE_MS;
  return minutes <= 2 * AHEAD_MINUTES ? minutes : undefined;
}
