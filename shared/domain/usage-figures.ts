/** What a span of time came to, in the figures that people read; `null` where nothing was counted. */
import { meanMs } from "./histogram.ts";
import { PERIOD_MS, type TimeRange } from "./usage-period.ts";
import {
  allClasses,
  allSpending,
  type Ends,
  endsOf,
  total,
  toUsd,
} from "./usage-rates.ts";
import type { Spending, Usage } from "./usage.ts";

export interface Figures {
  /** Finished tasks per minute. */
  readonly throughput: number;
  readonly averageWaitTime: number | null;
  /** Runs of the CLI per minute. */
  readonly requestsPerMinute: number;
  readonly successRate: number | null;
  readonly averageResponseTime: number | null;
  readonly errorRate: number | null;
}

export function figuresOf(usage: Usage, minutes: number): Figures {
  const { ends, runs, wait, run } = allClasses(usage);
  const { finished, successRate, errorRate } = endsOf(ends);
  return {
    throughput: finished / minutes,
    averageWaitTime: meanMs(wait),
    requestsPerMinute: total(runs) / minutes,
    successRate,
    averageResponseTime: meanMs(run),
    errorRate,
  };
}

/** What has passed of the range. One that only begins counts as a moment, not as none. */
export const minutesIn = ({ from, to }: TimeRange, now: Date): number => {
  const end = Math.min(to.getTime(), now.getTime());
  return Math.max(1, end - from.getTime()) / PERIOD_MS.minute;
};

export interface TokensAndCost {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

export const tokensAndCost = ({
  costNanoUsd,
  inputTokens,
  outputTokens,
}: Spending): TokensAndCost => ({
  inputTokens,
  outputTokens,
  costUsd: toUsd(costNanoUsd),
});

export interface UsageSum extends Ends, TokensAndCost, Figures {
  /** Runs of the CLI. */
  readonly requests: number;
}

export function usageSumOf(usage: Usage, minutes: number): UsageSum {
  const { ends, runs } = allClasses(usage);
  return {
    ...endsOf(ends),
    requests: total(runs),
    ...figuresOf(usage, minutes),
    ...tokensAndCost(allSpending(usage)),
  };
}
