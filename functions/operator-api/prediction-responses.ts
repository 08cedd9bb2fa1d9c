/** What is told of what is to come. */
import * as z from "zod";
import { QUEUE_CLASSES } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";
import { Count } from "./stats-parts.ts";

const PerMinute = z.number().min(0);
const Probability = z.number().min(0).max(1);

/** How it was made, of how much, and how far to trust it. */
const Made = {
  method: z.enum(["linear-regression", "damped-linear-regression"]),
  sampleSize: Count.meta({ description: "How many minutes it was made of." }),
  confidence: Probability.meta({
    description:
      "More with more minutes, less the further off the prediction may be.",
  }),
};

const Reached = z
  .strictObject({
    expected: WireTime.nullable(),
    earliest: WireTime.nullable(),
    latest: WireTime.nullable(),
  })
  .meta({
    id: "Reached",
    description:
      "When it is reached: most likely, and nine of ten times between the earliest and the latest, by how far off such forecasts were in the last hour; `null`: not within a week.",
  });

const Trend = z.strictObject({
  now: z.number(),
  perHour: z.number(),
  inAnHour: z.number(),
  low: z.number(),
  high: z.number(),
});

const UNKNOWN = "`null`: too few minutes are known.";

export const Predictions = z
  .strictObject({
    rateLimitRisk: z
      .strictObject({
        ...Made,
        risk: Probability.meta({
          description: "That of the window that is most at risk.",
        }),
        windows: z.array(
          z.strictObject({
            ...Made,
            name: z.string(),
            utilization: z.number(),
            resetsAt: WireTime,
            seenAt: WireTime,
            burnRatePerHour: z.number().meta({
              description: "What is used in an hour, as a share of the window.",
            }),
            exhaustion: Reached,
            risk: Probability.meta({
              description: "That it is used up before it resets.",
            }),
          }),
        ),
      })
      .nullable()
      .meta({ description: UNKNOWN }),
    queueOverflow: z
      .strictObject({
        ...Made,
        overflowsAt: WireTime.nullable(),
        classes: z.array(
          z.strictObject({
            ...Made,
            class: z.enum(QUEUE_CLASSES),
            waiting: Count,
            maxQueuedPerClass: Count,
            arrivalRate: PerMinute,
            serviceRate: PerMinute,
            overflow: Reached,
          }),
        ),
      })
      .nullable()
      .meta({ description: UNKNOWN }),
    resourceUsage: z
      .strictObject({ ...Made, memory: Trend, cpu: Trend })
      .nullable()
      .meta({ description: UNKNOWN }),
  })
  .meta({
    id: "Predictions",
    description: "What is to come, of how the last hour went.",
  });
