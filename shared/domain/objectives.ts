/** What the service promises itself (docs/operations.md), and how far it was kept. */
import { NO_TIMES, percentileMs } from "./histogram.ts";
import { NO_LOOKS, type ServiceLooks } from "./service-looks.ts";
import { QUEUE_CLASSES, type QueueClass } from "./task.ts";
import { floorTo, PERIOD_MS, type TimeRange } from "./usage-period.ts";
import { allClasses, endsOf, ratio } from "./usage-rates.ts";
import type { Usage } from "./usage.ts";

/** Shares of 1, at least. */
export const AVAILABILITY = 0.995;
export const SUCCESS_RATE = 0.95;
/** So long 95 % of the tasks of a class wait at most. */
export const WAIT_P95_MS: Readonly<Record<QueueClass, number>> = {
  urgent: 60_000,
  high: 300_000,
  normal: 1_800_000,
  scheduled: 300_000,
  low: 28_800_000,
};

export const OBJECTIVES = [
  "availability",
  "success-rate",
  "wait-p95-ms",
] as const;

export interface ObjectiveFigure {
  readonly objective: (typeof OBJECTIVES)[number];
  /** Of a wait. */
  readonly class?: QueueClass;
  readonly target: number;
  /** `null`: nothing is known. */
  readonly actual: number | null;
  readonly isKept: boolean | null;
}

export function objectivesOf(
  usage: Usage,
  availability: number | null,
): readonly ObjectiveFigure[] {
  const { successRate } = endsOf(allClasses(usage).ends);
  return [
    atLeast("availability", AVAILABILITY, availability),
    atLeast("success-rate", SUCCESS_RATE, successRate),
    ...QUEUE_CLASSES.map((name): ObjectiveFigure => {
      const target = WAIT_P95_MS[name];
      const { wait = NO_TIMES } = usage.classes.get(name) ?? {};
      const actual = percentileMs(wait, 0.95);
      const isKept = actual === null ? null : actual <= target;
      return { objective: "wait-p95-ms", class: name, target, actual, isKept };
    }),
  ];
}

const atLeast = (
  objective: ObjectiveFigure["objective"],
  target: number,
  actual: number | null,
): ObjectiveFigure => ({
  objective,
  target,
  actual,
  isKept: actual === null ? null : actual >= target,
});

export interface Availability {
  /** 0 to 1; `null`: nobody has looked. */
  readonly share: number | null;
  /** Minutes since the first look in the range, also those without a look. */
  readonly minutes: number;
  readonly upMinutes: number;
}

/** What was looked at in one hour. */
export interface HourOfLooks {
  readonly at: Date;
  readonly looks: ServiceLooks;
}

/** What else is known of a range than its looks. */
export interface KnownRange extends Pick<TimeRange, "to"> {
  /** The service was looked at before the range, too. */
  readonly isKnownBefore: boolean;
}

/**
 * A minute without a look is one in which no work could be done, for all that is known; but before
 * the first look of all nothing is known. Of the hour of that one only its looks count.
 *
 * @param hours all of the range, the first first
 */
export function availabilityOf(
  hours: readonly HourOfLooks[],
  { to, isKnownBefore }: KnownRange,
): Availability {
  const wholeFrom = isKnownBefore ? 0 : firstLook(hours) + 1;
  const counted = hours.map(({ at, looks }, place) =>
    minuteCount(looks, place < wholeFrom ? looks.looks : minutesOf(at, to)),
  );
  const minutes = counted.reduce((sum, each) => sum + each.minutes, 0);
  const upMinutes = counted.reduce((sum, each) => sum + each.up, 0);
  return { share: ratio(upMinutes, minutes), minutes, upMinutes };
}

/** Its place; past the end when nobody looked. */
const firstLook = (hours: readonly HourOfLooks[]): number => {
  const first = hours.findIndex(({ looks }) => looks.looks > 0);
  return first < 0 ? hours.length : first;
};

/** A clock that ticked twice in a minute has made no more than one of it. */
const minuteCount = ({ up }: ServiceLooks, minutes: number) => ({
  minutes,
  up: Math.min(up, minutes),
});

/** Whole ones: the one that runs may not have been looked at yet. */
const minutesOf = (hour: Date, to: Date): number => {
  const passed = floorTo("minute", to).getTime() - hour.getTime();
  return Math.min(60, Math.max(0, passed / PERIOD_MS.minute));
};

export interface Capacity {
  /** Places of the executors, and tasks that ran, on the average of the looks. */
  readonly slots: number | null;
  readonly running: number | null;
  /** 0 to 1. */
  readonly utilization: number | null;
}

export const capacityOf = ({
  looks,
  slots,
  running,
}: ServiceLooks = NO_LOOKS): Capacity => ({
  slots: ratio(slots, looks),
  running: ratio(running, looks),
  utilization: ratio(running, slots),
});

/** What comes next if it goes on changing as it did. */
export const projected = (
  now: number | null,
  before: number | null | undefined,
): number | null =>
  now === null || before === null || before === undefined
    ? null
    : Math.max(0, now + (now - before));
