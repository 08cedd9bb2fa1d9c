/** What is told of what was done. */
import * as z from "zod";
import {
  PERIODS,
  QUEUE_CLASSES,
} from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";
import { Predictions } from "./prediction-responses.ts";
import {
  Count,
  Durations,
  Ends,
  Outcome,
  PredictedStarts,
  QueueFigures,
  Rate,
  Spending,
  UsageFigures,
} from "./stats-parts.ts";

const Amount = z.number().min(0);
const UNKNOWN = "`null`: no executor was seen in the last minute.";

/** Only when a period was asked for. */
const seriesOf = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z
    .array(z.strictObject({ at: WireTime, ...shape }))
    .optional()
    .meta({
      description:
        "One point for each period, from where it begins; only when a `period` was asked for.",
    });

const Memory = z.strictObject({
  rss: Amount,
  heapTotal: Amount,
  heapUsed: Amount,
  external: Amount,
  arrayBuffers: Amount,
});

export const Stats = z
  .strictObject({
    queue: z.strictObject({
      sizes: z.record(z.enum(QUEUE_CLASSES), Count).meta({
        description: "What waits in each class, for a place or for its time.",
      }),
      ...QueueFigures,
      predictedStarts: PredictedStarts,
    }),
    usage: z.strictObject(UsageFigures),
    system: z.strictObject({
      memoryUsage: Memory.nullable().meta({
        description: `Bytes of all executors' processes together. ${UNKNOWN}`,
      }),
      cpuUsage: Amount.nullable().meta({
        description: "Processor cores in use: 1 is one core, all the time.",
      }),
      activeConnections: Count.nullable().meta({
        description: "Open connections of the executors to other services.",
      }),
      uptime: Amount.nullable().meta({
        description: "Milliseconds, of all executors together.",
      }),
    }),
    predictions: Predictions,
    series: seriesOf({ ...QueueFigures, ...UsageFigures }),
  })
  .meta({ id: "Stats", description: "The numbers at a glance." });

const Range = { from: WireTime, to: WireTime };

const Sums = {
  ...Ends,
  requests: Count.meta({ description: "Runs of the CLI." }),
  ...QueueFigures,
  ...UsageFigures,
  ...Spending,
};

export const UsageStats = z
  .strictObject({
    ...Range,
    ...Sums,
    models: z.array(
      z.strictObject({ model: z.string(), requests: Count, ...Spending }),
    ),
    windows: z
      .array(
        z.strictObject({
          name: z.string(),
          utilization: Amount.nullable(),
          remaining: Rate,
          resetsAt: WireTime.nullable(),
          seenAt: WireTime,
        }),
      )
      .meta({
        description:
          "The account's usage windows, as the last run that knew of each has told. `null`: not told, or over since.",
      }),
    series: seriesOf(Sums),
  })
  .meta({ id: "UsageStats", description: "What was used." });

const Busy = z.strictObject({
  agent: z.string(),
  requests: Count,
  finished: Count,
  failed: Count,
});

export const AgentStats = z
  .strictObject({
    ...Range,
    agents: z
      .array(
        z.strictObject({
          agent: z.string(),
          ...Ends,
          requests: Count,
          averageWaitTime: QueueFigures.averageWaitTime,
          averageResponseTime: UsageFigures.averageResponseTime,
          ...Spending,
        }),
      )
      .meta({
        description:
          "The busiest first. `(others)`: those that were too many to be kept by name.",
      }),
    series: seriesOf({ busiest: z.array(Busy) }),
  })
  .meta({
    id: "AgentStats",
    description: "What each agent asked for and got.",
  });

const Failed = { finished: Count, failed: Count, errorRate: Rate };

export const ErrorStats = z
  .strictObject({
    ...Range,
    ...Failed,
    byOutcome: z
      .array(z.strictObject({ outcome: Outcome, tasks: Count, runs: Count }))
      .meta({
        description:
          "`tasks`: that failed of it in the end; `runs`: that ended so, also those that were tried again.",
      }),
    byAgent: z.array(
      z.strictObject({
        agent: z.string(),
        failed: Count,
        errorRate: Rate,
        outcomes: z.partialRecord(Outcome, Count),
      }),
    ),
    period: z.enum(PERIODS),
    byTime: z.array(z.strictObject({ at: WireTime, ...Failed })),
  })
  .meta({ id: "ErrorStats", description: "What went wrong." });

const Performance = { ...Durations, predictedStarts: PredictedStarts };

export const PerformanceStats = z
  .strictObject({
    ...Range,
    ...Performance,
    classes: z.array(
      z.strictObject({ class: z.enum(QUEUE_CLASSES), ...Performance }),
    ),
    relativeError: z.number(),
    series: seriesOf(Performance),
  })
  .meta({ id: "PerformanceStats", description: "How long things took." });
