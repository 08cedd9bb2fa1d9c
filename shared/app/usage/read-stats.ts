/** The numbers at a glance: what waits, what was done in the last hour, what it takes, what is to come. */
import {
  type PredictedStartFigures,
  predictedStartFigures,
} from "../../domain/predicted-starts.ts";
import { type ProcessSample, sumSamples } from "../../domain/process-sample.ts";
import type { QueueClass } from "../../domain/task.ts";
import { EXECUTOR_SEEN_MS, later } from "../../domain/timing.ts";
import {
  type Figures,
  figuresOf,
  minutesIn,
} from "../../domain/usage-figures.ts";
import { PERIOD_MS } from "../../domain/usage-period.ts";
import { rangeOf, type UsageWish } from "../../domain/usage-query.ts";
import { allClasses } from "../../domain/usage-rates.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorRegistry } from "../../ports/control-store.ts";
import type { CountStanding } from "../count-standing.ts";
import type { Predict, Predictions } from "./predict.ts";
import type { ReadUsage } from "./read-usage.ts";

export interface Stats {
  readonly queue: Pick<Figures, "throughput" | "averageWaitTime"> & {
    /** What waits, for a place or for its time. */
    readonly sizes: Readonly<Record<QueueClass, number>>;
    readonly predictedStarts: PredictedStartFigures;
  };
  readonly usage: Omit<Figures, "throughput" | "averageWaitTime">;
  /** Of all executors together; `null`: none was seen in the last minute. */
  readonly system: {
    readonly memoryUsage: ProcessSample["memory"] | null;
    readonly cpuUsage: number | null;
    readonly activeConnections: number | null;
    readonly uptime: number | null;
  };
  readonly predictions: Predictions;
  /** Only when a period was asked for. */
  readonly series?: readonly (Figures & { readonly at: Date })[];
}

export type ReadStats = (wish: UsageWish) => Promise<Stats>;

export interface StatsDeps {
  readonly readUsage: ReadUsage;
  readonly count: CountStanding;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  readonly predict: Predict;
  readonly clock: Pick<Clock, "now">;
}

export function readStats(deps: StatsDeps): ReadStats {
  return async (wish) => {
    const now = deps.clock.now();
    const { period } = wish;
    const [answer, counts, executors, predictions] = await Promise.all([
      deps.readUsage({ ...rangeOf(wish, now), ...(period && { period }) }),
      deps.count(),
      deps.executors.seenSince(later(now, -EXECUTOR_SEEN_MS)),
      deps.predict(),
    ]);
    const { throughput, averageWaitTime, ...usage } = figuresOf(
      answer.usage,
      minutesIn(answer, now),
    );
    return {
      queue: {
        sizes: sizesOf(counts),
        throughput,
        averageWaitTime,
        predictedStarts: predictedStartFigures(allClasses(answer.usage).starts),
      },
      usage,
      system: systemOf(executors.flatMap(({ process }) => process ?? [])),
      predictions,
      ...(period && {
        series: answer.points.map(({ at, usage: done }) => {
          const range = { from: at, to: later(at, PERIOD_MS[period]) };
          return { at, ...figuresOf(done, minutesIn(range, now)) };
        }),
      }),
    };
  };
}

function sizesOf({
  classes,
}: Awaited<ReturnType<CountStanding>>): Stats["queue"]["sizes"] {
  const { urgent, high, normal, scheduled, low } = classes;
  const size = (each: typeof urgent): number => each.waiting + each.delayed;
  return {
    urgent: size(urgent),
    high: size(high),
    normal: size(normal),
    scheduled: size(scheduled),
    low: size(low),
  };
}

function systemOf(samples: readonly ProcessSample[]): Stats["system"] {
  const sum = sumSamples(samples);
  return {
    memoryUsage: sum?.memory ?? null,
    cpuUsage: sum?.cpuCores ?? null,
    activeConnections: sum?.connections ?? null,
    uptime: sum?.uptimeMs ?? null,
  };
}
