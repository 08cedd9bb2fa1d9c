/** What a review of a week or a month needs: objectives, availability, capacity, work and failures, and those before. */
import {
  type Availability,
  availabilityOf,
  type Capacity,
  capacityOf,
  type ObjectiveFigure,
  objectivesOf,
  projected,
} from "../../domain/objectives.ts";
import {
  rangeBefore,
  type ReviewPeriod,
  reviewRange,
} from "../../domain/review-period.ts";
import {
  type Failures,
  failuresByOutcome,
} from "../../domain/usage-by-agent.ts";
import {
  minutesIn,
  type UsageSum,
  usageSumOf,
} from "../../domain/usage-figures.ts";
import type { TimeRange } from "../../domain/usage-period.ts";
import type { Clock } from "../../ports/clock.ts";
import type { UsageStore } from "../../ports/usage-store.ts";
import type { ReadUsage } from "./read-usage.ts";

export interface Review extends TimeRange {
  readonly objectives: readonly ObjectiveFigure[];
  readonly availability: Availability;
  readonly capacity: Capacity;
  /** `null`: nobody looked and nothing was done, so that nothing is known. */
  readonly usage: UsageSum | null;
  readonly failures: readonly Failures[];
}

export interface Report extends Review {
  readonly period: ReviewPeriod;
  /** Only when it was asked for. */
  readonly before?: Review;
  /** Of the executors' room, in the next such period, if it goes on changing as it did; `null`: unknown. */
  readonly projectedUtilization: number | null;
}

export type ReadReport = (wish: {
  readonly period: ReviewPeriod;
  readonly compare: boolean;
}) => Promise<Report>;

export function readReport(deps: {
  readonly readUsage: ReadUsage;
  readonly usageStore: Pick<UsageStore, "newestHour">;
  readonly clock: Pick<Clock, "now">;
}): ReadReport {
  const { readUsage, usageStore, clock } = deps;

  const review = async (range: TimeRange): Promise<Review> => {
    const now = clock.now();
    const [{ usage, points }, earlier] = await Promise.all([
      readUsage({ ...range, period: "hour" }),
      usageStore.newestHour(range.from),
    ]);
    const to = range.to < now ? range.to : now;
    const availability = availabilityOf(
      points.map(({ at, usage: { service } }) => ({ at, looks: service })),
      { to, isKnownBefore: (earlier?.total.service.looks ?? 0) > 0 },
    );
    const sum = usageSumOf(usage, minutesIn(range, now));
    const isKnown =
      availability.share !== null || sum.finished + sum.requests > 0;
    return {
      ...range,
      objectives: objectivesOf(usage, availability.share),
      availability,
      capacity: capacityOf(usage.service),
      usage: isKnown ? sum : null,
      failures: failuresByOutcome(usage),
    };
  };

  return async ({ period, compare }) => {
    const range = reviewRange(period, clock.now());
    const [now, before] = await Promise.all([
      review(range),
      compare ? review(rangeBefore(range)) : undefined,
    ]);
    return {
      period,
      ...now,
      ...(before && { before }),
      projectedUtilization: projected(
        now.capacity.utilization,
        before?.capacity.utilization,
      ),
    };
  };
}
