/** What the tools take and answer, as schemas. Ranges are the service's to judge: its refusals name the field. */
import { z } from "zod";
import { PRIORITIES } from "../vocabulary.ts";

const taskId = z.string().describe("As `submit` answered it");
const object = z.record(z.string(), z.unknown());

export const SUBMIT = z.strictObject({
  prompt: z.string().min(1).describe("What to ask, in full: 1 byte to 1 MiB"),
  priority: z.enum(PRIORITIES).optional().describe("Default: normal"),
  timeout: z
    .number()
    .optional()
    .describe("Milliseconds for one run, 1000 to 43200000; default 300000"),
  executeAt: z
    .string()
    .optional()
    .describe("Not before this time, ISO 8601 with a zone"),
  context: object
    .optional()
    .describe("Given to the model as JSON after the prompt"),
  model: z.string().optional(),
  systemPrompt: z
    .string()
    .optional()
    .describe("Appended to the CLI's own system prompt"),
  maxTurns: z.number().optional(),
  maxBudgetUsd: z.number().optional(),
  metadata: object.optional().describe("Kept with the task, and given back"),
  idempotencyKey: z
    .string()
    .optional()
    .describe("The same key and request are the same task for 24 hours"),
});

export const TASK_ID = z.strictObject({ taskId });

export const WAIT = z.strictObject({
  taskId,
  withinSeconds: z
    .number()
    .min(0)
    .max(3_600)
    .default(45)
    .describe(
      "Longer than a minute only if your program lets a tool take so long",
    ),
});

/** The task as the service gives it. */
export const TASK = z.looseObject({
  taskId: z.string(),
  status: z.string(),
  success: z.boolean().optional(),
  result: z.string().optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
});
