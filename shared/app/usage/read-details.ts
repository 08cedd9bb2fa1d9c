/** What was done in a range of time, looked at closely: spending, agents, failures, durations. */
import { RELATIVE_ERROR } from "../../domain/histogram.ts";
import { later } from "../../domain/timing.ts";
import {
  agentFigures,
  failuresByAgent,
  failuresByOutcome,
} from "../../domain/usage-by-agent.ts";
import {
  minutesIn,
  tokensAndCost,
  usageSumOf,
} from "../../domain/usage-figures.ts";
import {
  performanceByClass,
  performanceOf,
} from "../../domain/usage-performance.ts";
import { PERIOD_MS, type TimeRange } from "../../domain/usage-period.ts";
import { rangeOf, type UsageWish } from "../../domain/usage-query.ts";
import { allClasses, endsOf } from "../../domain/usage-rates.ts";
import { windowFigures } from "../../domain/usage-windows.ts";
import type { ModelUsage, Usage } from "../../domain/usage.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ReadUsageTotal } from "./read-usage-total.ts";
import type { ReadUsage, UsageAnswer } from "./read-usage.ts";

export interface DetailDeps {
  readonly readUsage: ReadUsage;
  /** Knows the last word on windows that no run of the range told of. */
  readonly readTotal: ReadUsageTotal;
  readonly clock: Pick<Clock, "now">;
}

/** Failures are told by the minute up to here, by the hour beyond. */
const BY_MINUTE_MS = 3 * PERIOD_MS.hour;
const BUSIEST = 10;

export type ReadDetails = ReturnType<typeof readDetails>;

export function readDetails({ readUsage, readTotal, clock }: DetailDeps) {
  const read = (wish: UsageWish): Promise<UsageAnswer> => {
    const { period } = wish;
    const range = rangeOf(wish, clock.now());
    return readUsage({ ...range, ...(period && { period }) });
  };
  const spanOf = ({ from, to }: TimeRange): TimeRange => ({ from, to });

  return {
    async usage(wish: UsageWish) {
      const now = clock.now();
      const [answer, total] = await Promise.all([read(wish), readTotal()]);
      const { period } = wish;
      return {
        ...spanOf(answer),
        ...usageSumOf(answer.usage, minutesIn(answer, now)),
        models: modelsOf(answer.usage),
        windows: windowFigures(total, now),
        ...(period && {
          series: answer.points.map(({ at, usage }) => {
            const range = { from: at, to: later(at, PERIOD_MS[period]) };
            return { at, ...usageSumOf(usage, minutesIn(range, now)) };
          }),
        }),
      };
    },

    async agents(wish: UsageWish) {
      const { usage, points, ...range } = await read(wish);
      return {
        ...range,
        agents: agentFigures(usage),
        ...(wish.period && {
          series: points.map(({ at, usage: done }) => ({
            at,
            busiest: busiestOf(done),
          })),
        }),
      };
    },

    async errors(wish: UsageWish) {
      const { from, to } = rangeOf(wish, clock.now());
      const isShort = to.getTime() - from.getTime() <= BY_MINUTE_MS;
      const usual = isShort ? "minute" : "hour";
      const period = wish.period ?? usual;
      const { usage, points, ...range } = await readUsage({ from, to, period });
      return {
        ...range,
        ...failuresOf(usage),
        byOutcome: failuresByOutcome(usage),
        byAgent: failuresByAgent(usage),
        period,
        byTime: points.map(({ at, usage: done }) => ({
          at,
          ...failuresOf(done),
        })),
      };
    },

    async performance(wish: UsageWish) {
      const { usage, points, ...range } = await read(wish);
      return {
        ...range,
        ...performanceOf(usage),
        classes: performanceByClass(usage),
        relativeError: RELATIVE_ERROR,
        ...(wish.period && {
          series: points.map(({ at, usage: done }) => ({
            at,
            ...performanceOf(done),
          })),
        }),
      };
    },
  };
}

/** All agents at all times would be too much for one answer. */
const busiestOf = (usage: Usage) =>
  agentFigures(usage)
    .slice(0, BUSIEST)
    .map(({ agent, requests, finished, failed }) => ({
      agent,
      requests,
      finished,
      failed,
    }));

const failuresOf = (usage: Usage) => {
  const { finished, failed, errorRate } = endsOf(allClasses(usage).ends);
  return { finished, failed, errorRate };
};

/** Those that ran most come first. */
const modelsOf = ({ models }: Usage) =>
  [...models]
    .map(([model, used]: readonly [string, ModelUsage]) => ({
      model,
      requests: used.runs,
      ...tokensAndCost(used),
    }))
    .toSorted((one, other) => other.requests - one.requests);
