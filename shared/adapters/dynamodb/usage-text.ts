/** Usage as the text of one attribute, and back. Names of agents are data: never the names of fields. */
import * as z from "zod";
import { OUTCOMES } from "../../domain/outcome.ts";
import { NO_PREDICTED_STARTS } from "../../domain/predicted-starts.ts";
import { NO_LOOKS } from "../../domain/service-looks.ts";
import { QUEUE_CLASSES } from "../../domain/task.ts";
import type { Usage } from "../../domain/usage.ts";

const mapOf = <Key, Value>(key: z.ZodType<Key>, value: z.ZodType<Value>) =>
  z
    .array(z.tuple([key, value]))
    .transform((entries) => new Map<Key, Value>(entries));

/** Index and count in turn: there are hundreds in each row, and many rows in an answer. */
const buckets = z.array(z.number()).transform((numbers) => {
  const map = new Map<number, number>();
  for (let index = 0; index + 1 < numbers.length; index += 2)
    map.set(numbers[index] ?? 0, numbers[index + 1] ?? 0);
  return map;
});

const time = z.coerce.date();
const runs = z.partialRecord(z.enum(OUTCOMES), z.number());
const ends = z.partialRecord(
  z.enum([...OUTCOMES, "poison", "cancelled"]),
  z.number(),
);
const Histogram = z.object({
  count: z.number(),
  sumMs: z.number(),
  minMs: z.number(),
  maxMs: z.number(),
  buckets,
});
const Spending = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  costNanoUsd: z.number(),
});

const UsageText = z.object({
  classes: mapOf(
    z.enum(QUEUE_CLASSES),
    z.object({
      ends,
      runs,
      wait: Histogram,
      run: Histogram,
      overhead: Histogram,
      // Rows of before have none.
      starts: z
        .object({ count: z.number(), kept: z.number(), errorMs: z.number() })
        .default(NO_PREDICTED_STARTS),
    }),
  ),
  agents: mapOf(
    z.string(),
    Spending.extend({
      ends,
      runs,
      waitMs: z.number(),
      runMs: z.number(),
    }),
  ),
  models: mapOf(z.string(), Spending.extend({ runs: z.number() })),
  windows: mapOf(
    z.string(),
    z.object({
      name: z.string(),
      utilization: z.number().exactOptional(),
      resetsAt: time.exactOptional(),
      seenAt: time,
    }),
  ),
  // Rows of before have none.
  service: z
    .object({
      looks: z.number(),
      up: z.number(),
      slots: z.number(),
      running: z.number(),
    })
    .default(NO_LOOKS),
});

/** In a row's schema. */
export const usageAttribute = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(UsageText);

export const writeUsage = (usage: Usage): string =>
  JSON.stringify(usage, (name, value: unknown) => {
    if (!(value instanceof Map)) return value;
    const entries: unknown[] = [...value];
    return name === "buckets" ? entries.flat() : entries;
  });
