/** The figures that the answers about statistics are made of. */
import * as z from "zod";
import { ERROR_CODES } from "../../shared/runtime/http/vocabulary.ts";

export const Count = z.int().min(0);

/** `null`: nothing was counted of which it could be told. */
export const Rate = z.number().min(0).max(1).nullable();
const Milliseconds = z.number().min(0).nullable();
const PerMinute = z.number().min(0);
export const Outcome = z.enum(ERROR_CODES);

export const Ends = {
  finished: Count,
  succeeded: Count,
  failed: Count,
  cancelled: Count,
  successRate: Rate.meta({
    description:
      "0 to 1, of the tasks that succeeded or failed; `null`: there were none.",
  }),
  errorRate: Rate,
};

export const Spending = {
  inputTokens: Count,
  outputTokens: Count,
  costUsd: z.number().min(0),
};

export const UsageFigures = {
  requestsPerMinute: PerMinute.meta({
    description: "Runs of the CLI, on the average of the time.",
  }),
  successRate: Rate,
  averageResponseTime: Milliseconds.meta({
    description: "Milliseconds that a run of the CLI took.",
  }),
  errorRate: Rate,
};

export const QueueFigures = {
  throughput: PerMinute.meta({
    description: "Finished tasks per minute, on the average of the time.",
  }),
  averageWaitTime: Milliseconds.meta({
    description: "Milliseconds from when a run was due to its start.",
  }),
};

const Times = z
  .strictObject({
    count: Count,
    mean: Milliseconds,
    p50: Milliseconds,
    p90: Milliseconds,
    p95: Milliseconds,
    p99: Milliseconds,
    max: Milliseconds,
  })
  .meta({
    id: "Times",
    description:
      "Milliseconds. Percentiles are off by at most `relativeError`, the rest is exact.",
  });

export const Durations = { waitMs: Times, runMs: Times, overheadMs: Times };

export const PredictedStarts = z
  .strictObject({
    count: Count.meta({
      description:
        "Tasks that were told a `predictedStartAt` at their acceptance and whose first run is over.",
    }),
    keptRate: Rate.meta({
      description:
        "0 to 1: started within 30 s, or a quarter of the wait, of what was told; `null`: fewer than five were.",
    }),
    meanErrorMs: Milliseconds,
  })
  .meta({
    id: "PredictedStarts",
    description: "How the starts that tasks were told were kept.",
  });
