/** A task as its agent sees it on the wire. */
import * as z from "zod";
import {
  CALLBACK_STATUSES,
  ERROR_CODES,
  PRIORITIES,
  STATUSES,
} from "./vocabulary.ts";
import { WireTime } from "./wire-time.ts";

export const TaskIdSchema = z
  .guid()
  .meta({ examples: ["6f1c2b1e-8d0a-4a57-9f0c-0c8f6f3b2a11"] });
export const PrioritySchema = z
  .enum(PRIORITIES)
  .meta({ id: "Priority", description: "The task's class of urgency." });
export const StatusSchema = z
  .enum(STATUSES)
  .meta({ id: "TaskStatus", description: "Where a task is in its life." });
const Count = z.int().min(0);
/** What a program of others sent, or stored here: any JSON object. */
export const JsonObjectSchema = z.record(z.string(), z.unknown());

export const ErrorCodeSchema = z.enum(ERROR_CODES).meta({
  id: "TaskErrorCode",
  description:
    "What a run came to, or one of the service's own; docs/errors.md says what to do about each.",
});

const TaskErrorSchema = z
  .strictObject({
    code: ErrorCodeSchema,
    message: z.string(),
    retryable: z.boolean().meta({
      description: "Whether sending the same request again could succeed.",
    }),
    unlockAt: WireTime.optional().meta({
      description: "When the account's limit ends for which the task waits.",
    }),
    sessionTimeout: z
      .boolean()
      .optional()
      .meta({ description: "The task waits for a new login." }),
  })
  .meta({
    id: "TaskError",
    description: "Why a task failed, or what holds back an unfinished one.",
  });

const UsageSchema = z
  .strictObject({
    inputTokens: Count,
    outputTokens: Count,
    costUsd: z.number().min(0),
    turns: Count,
  })
  .meta({ id: "Usage", description: "Of the last run." });

const CallbackSchema = z
  .strictObject({
    status: z.enum(CALLBACK_STATUSES),
    tries: Count.meta({ description: "Begun so far; at most ten." }),
    lastStatus: z
      .int()
      .optional()
      .meta({ description: "The HTTP status of the last answer." }),
    lastProblem: z
      .string()
      .optional()
      .meta({ description: "Why the last try got no answer." }),
  })
  .meta({
    id: "Callback",
    description:
      "How far the notice of the end has come, of a finished task with a `callbackUrl`.",
  });

export const TaskSchema = z
  .strictObject({
    taskId: TaskIdSchema,
    agent: z.string(),
    status: StatusSchema,
    priority: PrioritySchema,
    success: z
      .boolean()
      .optional()
      .meta({ description: "Absent while the task is unfinished." }),
    result: z.string().optional().meta({ description: "The model's answer." }),
    error: TaskErrorSchema.optional(),
    warnings: z
      .array(z.string())
      .optional()
      .meta({ description: "For example: tools that were refused." }),
    executionTime: z
      .number()
      .min(0)
      .optional()
      .meta({ description: "Milliseconds that the last run took." }),
    attempts: Count.meta({
      description: "Failures of its own so far, plus the final run.",
    }),
    sessionId: z
      .string()
      .optional()
      .meta({ description: "The CLI's session of the last run." }),
    usage: UsageSchema.optional(),
    truncated: z.boolean().optional().meta({
      description:
        "`result` is only the beginning of the answer, which had `resultBytes` bytes.",
    }),
    resultBytes: Count.optional(),
    createdAt: WireTime,
    executeAt: WireTime.optional(),
    startedAt: WireTime.optional(),
    finishedAt: WireTime.optional(),
    predictedStartAt: WireTime.optional(),
    callback: CallbackSchema.optional(),
    metadata: JsonObjectSchema.optional().meta({
      description: "As it was sent.",
    }),
  })
  .meta({
    id: "Task",
    description: "A task as its agent sees it.",
    examples: [
      {
        taskId: "6f1c2b1e-8d0a-4a57-9f0c-0c8f6f3b2a11",
        agent: "reviewer",
        status: "succeeded",
        priority: "normal",
        success: true,
        result: "The tests pass.",
        executionTime: 41_250,
        attempts: 1,
        usage: { inputTokens: 5, outputTokens: 9, costUsd: 0.01, turns: 1 },
        createdAt: "2030-01-31T12:00:00.000Z",
        startedAt: "2030-01-31T12:00:01.000Z",
        finishedAt: "2030-01-31T12:00:42.250Z",
      },
    ],
  });
