/** What agents send, as schemas: everything is checked here, once. */
import { Time } from "../../shared/runtime/http/order.ts";
import { Paging } from "../../shared/runtime/http/query.ts";
import {
  JsonObjectSchema,
  PrioritySchema,
} from "../../shared/runtime/http/task-schema.ts";
import {
  DEFAULT_TIMEOUT_MS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  PRIORITIES,
  STATUSES,
  TOO_LARGE,
} from "../../shared/runtime/http/vocabulary.ts";
import * as z from "zod";
import { unread } from "../../shared/runtime/http/told-as.ts";

const KIB = 1_024;
const MAX_PROMPT_BYTES = 1_024 * KIB;
const MAX_SYSTEM_PROMPT_BYTES = 64 * KIB;
const MAX_EXTRAS_BYTES = 256 * KIB;
const MAX_URL_CHARACTERS = 2_048;
const CALLBACK = `must be an http or https URL of at most ${MAX_URL_CHARACTERS} characters`;

const utf8 = (text: string): number => new TextEncoder().encode(text).length;

const text = (maxBytes: number) =>
  z.string().refine((value) => utf8(value) <= maxBytes, {
    params: TOO_LARGE,
    error: `is longer than ${maxBytes} bytes of UTF-8; shorten it`,
  });

export const SubmitBody = z
  .strictObject({
    prompt: text(MAX_PROMPT_BYTES)
      .min(1, "is empty; say what the CLI shall do")
      // The CLI refuses it without asking the model.
      .refine((value) => value === "" || value.trim() !== "", {
        error: "holds only white space; say what the CLI shall do",
      })
      .meta({ description: "1 byte to 1 MiB of UTF-8." }),
    priority: PrioritySchema.default("normal").meta({
      description: "`normal` unless said otherwise.",
    }),
    timeout: z
      .int()
      .min(MIN_TIMEOUT_MS)
      .max(MAX_TIMEOUT_MS)
      .default(DEFAULT_TIMEOUT_MS)
      .meta({
        description:
          "Bounds one run of the CLI, not the wait for it: 1 s to 12 h, 300000 (5 minutes) unless said otherwise.",
      }),
    executeAt: Time.exactOptional().meta({
      description: "Nothing starts it before; at most a year ahead.",
    }),
    context: JsonObjectSchema.exactOptional().meta({
      description: "Given to the model as a JSON block after the prompt.",
    }),
    model: z
      .string()
      .max(256)
      .regex(/^[A-Za-z0-9]/, "must start with a letter or a digit")
      .regex(
        /^[\w.:/@[\]-]*$/,
        "must hold only characters that a model's name can have",
      )
      .exactOptional(),
    systemPrompt: text(MAX_SYSTEM_PROMPT_BYTES)
      // It travels as an argument of a process, which ends at the first NUL.
      .refine((value) => !value.includes("\0"), "must not hold NUL characters")
      .exactOptional()
      .meta({
        description: "Appended to the CLI's own system prompt; at most 64 KiB.",
      }),
    maxTurns: z.int().min(1).max(10_000).exactOptional(),
    maxBudgetUsd: z.number().positive().max(10_000).exactOptional(),
    metadata: JsonObjectSchema.exactOptional().meta({
      description: "Stored and given back, nothing more.",
    }),
    callbackUrl: z
      .url({ protocol: /^https?$/, error: CALLBACK })
      .max(MAX_URL_CHARACTERS, CALLBACK)
      .exactOptional()
      .meta({ description: "A signed notice of the end is posted there." }),
  })
  .superRefine(({ context, metadata }, { addIssue }) => {
    const sizes = { context: sizeOf(context), metadata: sizeOf(metadata) };
    if (sizes.context + sizes.metadata <= MAX_EXTRAS_BYTES) return;
    addIssue({
      code: "custom",
      params: TOO_LARGE,
      path: [sizes.metadata > sizes.context ? "metadata" : "context"],
      message: `is too large: context and metadata together may have ${MAX_EXTRAS_BYTES} bytes of JSON`,
    });
  })
  .meta({
    id: "SubmitRequest",
    description: "What an agent asks for.",
    examples: [{ prompt: "Summarise the open issues.", priority: "high" }],
  });

const sizeOf = (value: unknown): number =>
  value === undefined ? 0 : utf8(JSON.stringify(value));

const MAX_TASKS = 100;
const COUNT = `must hold 1 to ${MAX_TASKS} requests`;

export const BatchBody = z
  .strictObject({
    tasks: z
      // What is wrong within a request is that request's problem alone.
      .array(unread(SubmitBody))
      .min(1, COUNT)
      .max(MAX_TASKS, COUNT),
  })
  .meta({ id: "BatchRequest", description: "Many requests at once." });

export const Keyed = {
  "Idempotency-Key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, "must be 1 to 255 visible ASCII characters")
    .optional()
    .meta({
      description:
        "The same key and body give back the first task for 24 h; the same key with another body is refused.",
      examples: ["nightly-2030-01-31"],
    }),
};

export const ListQuery = z.strictObject({
  status: z.enum(STATUSES).exactOptional(),
  priority: z.enum(PRIORITIES).exactOptional(),
  ...Paging,
});
