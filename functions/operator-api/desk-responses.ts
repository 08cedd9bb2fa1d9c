/** What the dead-letter desk answers. */
import * as z from "zod";
import { pageOf } from "../../shared/runtime/http/page-schema.ts";
import {
  ErrorCodeSchema,
  TaskIdSchema,
  TaskSchema,
} from "../../shared/runtime/http/task-schema.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

const Count = z.int().min(0);

const Attempt = z
  .strictObject({
    outcome: ErrorCodeSchema,
    at: WireTime,
    reason: z.string().optional(),
  })
  .meta({ id: "Attempt", description: "A run that cost an attempt." });

const DeadLetter = TaskSchema.extend({
  history: z.array(Attempt).meta({ description: "The first first." }),
  lapses: Count.meta({
    description: "Leases that lapsed, because an executor died.",
  }),
  returns: Count.meta({
    description: "Times it was queued again without an attempt spent.",
  }),
}).meta({
  id: "DeadLetter",
  description: "A failed task with all that it went through.",
});

export const DeadLetterPage = pageOf(DeadLetter).meta({
  id: "DeadLetterPage",
  description: "The newest first.",
});

const Skipped = z
  .strictObject({
    taskId: TaskIdSchema,
    reason: z.enum([
      "unfinished",
      "not-failed",
      "not-found",
      "unavailable",
      "not-reached",
    ]),
  })
  .meta({ id: "Skipped", description: "What was not queued again, and why." });

export const Redriven = z
  .strictObject({
    redriven: Count.meta({ description: "How many were queued again." }),
    skipped: z.array(Skipped),
    complete: z.boolean().meta({
      description:
        "`false`: time was up before all were looked at; the same order again goes on.",
    }),
  })
  .meta({
    id: "Redriven",
    description: "What became of the order.",
    examples: [{ redriven: 4, skipped: [], complete: true }],
  });
