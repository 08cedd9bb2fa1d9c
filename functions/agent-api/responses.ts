/** What agents are answered, as schemas. */
import * as z from "zod";
import { pageOf } from "../../shared/runtime/http/page-schema.ts";
import { ProblemSchema } from "../../shared/runtime/http/problem-schema.ts";
import {
  PrioritySchema,
  StatusSchema,
  TaskIdSchema,
  TaskSchema,
} from "../../shared/runtime/http/task-schema.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

export const Receipt = z
  .strictObject({
    taskId: TaskIdSchema,
    status: StatusSchema,
    priority: PrioritySchema,
    createdAt: WireTime,
    predictedStartAt: WireTime.optional(),
  })
  .meta({
    id: "Receipt",
    description: "That a request was accepted.",
    examples: [
      {
        taskId: "6f1c2b1e-8d0a-4a57-9f0c-0c8f6f3b2a11",
        status: "queued",
        priority: "normal",
        createdAt: "2030-01-31T12:00:00.000Z",
        predictedStartAt: "2030-01-31T12:00:01.000Z",
      },
    ],
  });

export const TaskPage = pageOf(TaskSchema).meta({
  id: "TaskPage",
  description: "Tasks of the caller, the newest first.",
});

const BatchItem = z
  .union([
    z.strictObject({ status: z.literal(202), task: Receipt }),
    z.strictObject({
      status: z.int(),
      problem: ProblemSchema,
      retryAfterMs: z.number().optional(),
    }),
  ])
  .meta({
    id: "BatchItem",
    description: "What `POST /tasks` would have answered to one request.",
  });

export const BatchAnswer = z.strictObject({ items: z.array(BatchItem) }).meta({
  id: "BatchAnswer",
  description: "One item for each request, in their order.",
});
