/** What the health is told as: its one word to everybody, all of it to observers. */
import * as z from "zod";
import {
  GateSchema,
  GatesSchema,
} from "../../shared/runtime/http/gate-schema.ts";
import { SESSION_STATES } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";
import { Executor } from "./queue-responses.ts";

const Liveness = z
  .strictObject({ ok: z.boolean(), problem: z.string().optional() })
  .meta({
    id: "Liveness",
    description: "Whether it answers, and what it says when it does not.",
    examples: [{ ok: true }],
  });

const UsageWindow = z
  .strictObject({
    name: z
      .string()
      .meta({ description: "The CLI's name for it.", examples: ["five_hour"] }),
    utilization: z
      .number()
      .optional()
      .meta({ description: "0 is unused, 1 is used up; more is possible." }),
    resetsAt: WireTime.optional(),
  })
  .meta({
    id: "UsageWindow",
    description: "How far one of the account's usage windows is used up.",
  });

const Dependencies = z
  .strictObject({
    sqs: Liveness,
    dynamodb: Liveness,
    executors: z.array(Executor),
    session: z
      .strictObject({
        state: z.enum(SESSION_STATES),
        lastError: z.string().optional(),
      })
      .optional(),
    gates: GatesSchema,
    gate: GateSchema.extend({ name: z.string() })
      .omit({ closed: true })
      .optional()
      .meta({ description: "The strongest of those that are closed." }),
    nearlyUsed: z.array(UsageWindow).optional().meta({
      description: "The account's usage windows that are nearly used up.",
    }),
  })
  .meta({
    id: "Dependencies",
    description: "Each part that a task needs.",
  });

export const Health = z
  .strictObject({
    status: z.enum(["ok", "degraded", "down"]).meta({
      description:
        "`down`: the table or the queues do not answer. `degraded`: nothing is worked on at present.",
    }),
    version: z.string().optional().meta({
      description:
        "Of the service that answers. Only to those who may observe.",
    }),
    dependencies: Dependencies.optional().meta({
      description: "Only to those who may observe.",
    }),
  })
  .meta({
    id: "Health",
    description: "Whether everything that a task needs answers.",
    examples: [{ status: "ok" }],
  });
