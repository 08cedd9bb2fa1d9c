/** How far off `queueOverflow` is on queues of which it is known how they went on. */
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";
import {
  type ClassOverflow,
  queueOverflow,
} from "../../../shared/domain/prediction/queue-overflow.ts";
import { type QueueSeries, queueSeries } from "../recorded-series.ts";
import { type Errors, errorsOf, meanOf, momentsOf } from "./moments.ts";

const AHEAD_MINUTES = 30;
const MINUTE_MS = 60_000;

/** Of what waits in half an hour, as a share of what may wait. */
export interface OverflowErrors extends Errors {
  /** How often a queue was full within half an hour, and how often that was foreseen. */
  readonly overflows: number;
  readonly foreseen: number;
  /** Of those that were: by how many minutes the time was off. */
  readonly meanMinutesOff: number;
}

export function backTestQueueOverflow(): OverflowErrors {
  const all = queueSeries().flatMap(tried);
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
  };
}

function tried({ depths, maxQueuedPerClass }: QueueSeries) {
  return momentsOf(depths, AHEAD_MINUTES).flatMap(({ minute, now, seen }) => {
    const rules = { now, maxQueuedPerClass };
    const told = queueOverflow(seen, rules, simpleStatistics)?.classes.find(
      (each) => each.class === "normal",
    );
    if (!told || told.waiting >= maxQueuedPerClass) return [];
    const next = depths.slice(minute + 1, minute + 1 + AHEAD_MINUTES);
    const waits = next.map(({ classes }) => classes.normal.waiting);
    const actual = waits.at(-1) ?? 0;
    const full = waits.findIndex((count) => count >= maxQueuedPerClass);
    return [
      {
        error: (waitingSoon(told) - actual) / maxQueuedPerClass,
        naive: (told.waiting - actual) / maxQueuedPerClass,
        fullIn: full < 0 ? undefined : full + 1,
        toldIn: minutesUntil(told, now),
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
