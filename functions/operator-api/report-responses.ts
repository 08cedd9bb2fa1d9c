/** What a review of a week or a month is told. */
import * as z from "zod";
import {
  OBJECTIVES,
  QUEUE_CLASSES,
  REVIEW_PERIODS,
} from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";
import {
  Count,
  Ends,
  Outcome,
  QueueFigures,
  Rate,
  Spending,
  UsageFigures,
} from "./stats-parts.ts";

const Amount = z.number().min(0);

const Objective = z
  .strictObject({
    objective: z.enum(OBJECTIVES),
    class: z.enum(QUEUE_CLASSES).optional(),
    target: Amount,
    actual: Amount.nullable(),
    isKept: z.boolean().nullable(),
  })
  .meta({
    id: "Objective",
    description:
      "Availability and success are shares, at least `target`; a wait is milliseconds, at most. `null`: nothing is known.",
  });

const review = {
  from: WireTime,
  to: WireTime,
  objectives: z.array(Objective),
  availability: z.strictObject({
    share: Rate,
    minutes: Count.meta({
      description:
        "Since the first minute that is known of; one without a look counts as one in which no work could be done.",
    }),
    upMinutes: Count,
  }),
  capacity: z.strictObject({
    slots: Amount.nullable(),
    running: Amount.nullable(),
    utilization: Amount.nullable(),
  }),
  usage: z
    .strictObject({
      ...Ends,
      requests: Count,
      ...QueueFigures,
      ...UsageFigures,
      ...Spending,
    })
    .nullable()
    .meta({ description: "`null`: nothing is known of that time." }),
  failures: z.array(
    z.strictObject({ outcome: Outcome, tasks: Count, runs: Count }),
  ),
};

const Review = z.strictObject(review).meta({
  id: "Review",
  description: "A span of time, as a review needs it.",
});

export const Report = z
  .strictObject({
    period: z.enum(REVIEW_PERIODS),
    ...review,
    before: Review.optional().meta({
      description: "The period before; only with `compare`.",
    }),
    projectedUtilization: Amount.nullable().meta({
      description:
        "Of the executors' places in the next period, if it goes on changing as it did.",
    }),
  })
  .meta({ id: "Report", description: "A week or a month, for its review." });
