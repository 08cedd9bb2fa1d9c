/** A task as a row, and a row as a task. Times are epoch milliseconds; `expiresAt` is in seconds, as TTL wants it. */
import * as z from "zod";
import { OUTCOMES } from "../../domain/outcome.ts";
import {
  CALLBACK_STATUSES,
  PRIORITIES,
  QUEUE_CLASSES,
  STATUSES,
  isFinished,
  type Task,
  type TaskId,
} from "../../domain/task.ts";
import { KEEP_FINISHED_MS } from "../../domain/timing.ts";
import { encodeTimes } from "./encode-times.ts";
import { STANDING_ATTRIBUTES, toStandingItem } from "./standing-index.ts";
import { type Item, type Key, understand } from "./table.ts";

const WAKE_SHARDS = 16;

const time = z.number().transform((ms) => new Date(ms));

const TaskRow = z.object({
  id: z.string().transform((id) => id as TaskId),
  agent: z.string(),
  priority: z.enum(PRIORITIES),
  queueClass: z.enum(QUEUE_CLASSES),
  status: z.enum(STATUSES),
  fence: z.number(),
  dispatchId: z.string(),
  wakeAt: time.exactOptional(),
  notBefore: time,
  timeoutMs: z.number(),
  failures: z.number(),
  forgiven: z.number().default(0),
  refusals: z.number().default(0),
  history: z
    .array(
      z.object({
        outcome: z.enum(OUTCOMES),
        at: time,
        reason: z.string().exactOptional(),
      }),
    )
    .default([]),
  lapses: z.number(),
  returns: z.number(),
  createdAt: time,
  requestId: z.string().exactOptional(),
  executeAt: time.exactOptional(),
  predictedStartAt: time.exactOptional(),
  startedAt: time.exactOptional(),
  finishedAt: time.exactOptional(),
  lease: z.object({ executorId: z.string(), until: time }).exactOptional(),
  error: z
    .object({
      code: z.enum([...OUTCOMES, "poison", "cancelled"]),
      message: z.string(),
      retryable: z.boolean(),
      unlockAt: time.exactOptional(),
      sessionTimeout: z.boolean().exactOptional(),
    })
    .exactOptional(),
  lastRun: z
    .object({
      outcome: z.enum(OUTCOMES),
      executionTimeMs: z.number(),
      sessionId: z.string().exactOptional(),
      usage: z
        .object({
          inputTokens: z.number(),
          outputTokens: z.number(),
          costUsd: z.number(),
          turns: z.number(),
        })
        .exactOptional(),
      warnings: z.array(z.string()).exactOptional(),
      truncated: z.boolean().exactOptional(),
      resultBytes: z.number().exactOptional(),
    })
    .exactOptional(),
  callbackUrl: z.string().exactOptional(),
  callback: z
    .object({
      id: z.string(),
      status: z.enum(CALLBACK_STATUSES),
      tries: z.number(),
      lastStatus: z.number().exactOptional(),
      lastProblem: z.string().exactOptional(),
    })
    .exactOptional(),
});

/** Every attribute that a state of a task may have or lack. */
export const TASK_ATTRIBUTES = [
  ...Object.keys(TaskRow.shape),
  ...STANDING_ATTRIBUTES,
  "expiresAt",
  "result",
  "wakeShard",
] as const;

export const taskKey = (id: TaskId): Key => ({ pk: `task#${id}`, sk: "task" });

export const taskIdOf = (item: Item): TaskId =>
  String(item["pk"]).slice("task#".length) as TaskId;

/** Sorts an agent's tasks by age. */
export const listedAs = (task: Task): string =>
  `${task.createdAt.toISOString()}#${task.id}`;

/** Spreads the wake index over keys, so that no one key is hot. */
export const wakeShards: readonly string[] = Array.from(
  { length: WAKE_SHARDS },
  (_, shard) => shard.toString(16),
);

/**
 * The same for finished tasks whose callback is due. Keys of their own: however many callbacks are
 * due, they hold up no task.
 */
export const callbackShards: readonly string[] = wakeShards.map(
  (shard) => `callback#${shard}`,
);

/** A version-4 UUID's first digit is random: as good a shard as any hash of it. */
function wakeShardOf(task: Task): Item {
  const digit = task.id.slice(0, 1);
  if (!isFinished(task)) return { wakeShard: digit };
  return task.wakeAt ? { wakeShard: `callback#${digit}` } : {};
}

/** The attributes of `TASK_ATTRIBUTES` that this state has. */
export function toItem(task: Task): Item {
  return {
    ...(encodeTimes(task) as Item),
    ...toStandingItem(task),
    ...wakeShardOf(task),
    ...(isFinished(task) &&
      task.finishedAt && {
        expiresAt: toSeconds(task.finishedAt.getTime() + KEEP_FINISHED_MS),
      }),
  };
}

export const fromItem = (item: Item): Task => understand(TaskRow, item);

export const toSeconds = (ms: number): number => Math.ceil(ms / 1_000);
