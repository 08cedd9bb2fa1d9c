/** Gates as operators see them on the wire. */
import * as z from "zod";
import { GATE_NAMES, QUEUE_CLASSES } from "./vocabulary.ts";
import { WireTime } from "./wire-time.ts";

export const GateSchema = z
  .strictObject({
    closed: z.boolean(),
    reason: z.string().optional(),
    actor: z.string().optional(),
    since: WireTime.optional(),
    until: WireTime.optional().meta({
      description: "It opens by itself then; absent: somebody must open it.",
    }),
    holds: z.array(z.enum(QUEUE_CLASSES)).optional().meta({
      description: "The classes that it holds back; absent: all.",
    }),
  })
  .meta({
    id: "Gate",
    description: "What may hold work back. An open one says no more than that.",
    examples: [
      {
        closed: true,
        reason: "new credentials",
        actor: "operator",
        since: "2030-01-31T12:00:00.000Z",
      },
    ],
  });

export const GatesSchema = z.record(z.enum(GATE_NAMES), GateSchema).meta({
  id: "Gates",
  description: "Each by its name, the strongest first.",
});

/** Of an order that opens or closes: whether it changed anything. */
export const Changed = z.boolean().meta({
  description: "`false`: it was so already, and nothing was done.",
});
