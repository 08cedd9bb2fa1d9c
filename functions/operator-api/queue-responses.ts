/** What orders about the queue, and looks at it, are answered. */
import * as z from "zod";
import {
  Changed,
  GateSchema,
  GatesSchema,
} from "../../shared/runtime/http/gate-schema.ts";
import { QUEUE_CLASSES } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

const Count = z.int().min(0);

const ClassCounts = z
  .strictObject({
    waiting: Count.meta({
      description: "What waits for nothing but a place, a gate or the login.",
    }),
    delayed: Count.meta({ description: "What waits for its time." }),
    running: Count,
    oldestAgeMs: z.number().nullable().meta({
      description:
        "How long the oldest of those that may start has been able to; `null` when there is none.",
    }),
  })
  .meta({
    id: "ClassCounts",
    description: "How much waits and runs in a class.",
    examples: [{ waiting: 3, delayed: 0, running: 1, oldestAgeMs: 1_200 }],
  });

/** An executor as it last told of itself. */
export const Executor = z
  .strictObject({
    id: z.string(),
    slots: Count,
    running: Count,
    lastSeenAt: WireTime,
    version: z.string().optional().meta({
      description:
        "Of the service: during a deployment there are executors of two.",
    }),
    problem: z
      .string()
      .optional()
      .meta({ description: "Why it takes no work at present." }),
  })
  .meta({
    id: "Executor",
    description: "One that was seen in the last minute.",
    examples: [
      {
        id: "executor-1",
        slots: 2,
        running: 1,
        lastSeenAt: "2030-01-31T12:00:00.000Z",
        version: "0.1.0",
      },
    ],
  });

export const QueueStatus = z
  .strictObject({
    classes: z.record(z.enum(QUEUE_CLASSES), ClassCounts),
    deadLetters: Count,
    gates: GatesSchema,
    executors: z.array(Executor),
    starvationBound: Count.meta({
      description:
        "While a class has work, it is served at the latest at so many selections from now.",
    }),
  })
  .meta({ id: "QueueStatus", description: "What waits, and what holds it." });

export const Paused = z
  .strictObject({ paused: GateSchema, changed: Changed })
  .meta({ id: "Paused", description: "The gate as it is now." });

export const Resumed = z
  .strictObject({
    paused: GateSchema.optional(),
    session: GateSchema.optional(),
    limit: GateSchema.optional(),
    load: GateSchema.optional(),
    changed: Changed,
  })
  .meta({
    id: "Resumed",
    description: "The gate that was opened, by its name.",
    examples: [{ paused: { closed: false }, changed: true }],
  });

export const Cleared = z
  .strictObject({
    cleared: Count.meta({ description: "How many tasks were cancelled." }),
    complete: z.boolean().meta({
      description:
        "`false`: time was up before all were; the same order again goes on.",
    }),
    class: z.enum([...QUEUE_CLASSES, "all"]),
    reason: z.string(),
  })
  .meta({
    id: "Cleared",
    description: "What became of the order.",
    examples: [
      { cleared: 12, complete: true, class: "low", reason: "not given" },
    ],
  });
