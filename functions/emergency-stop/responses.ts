/** What is told of an emergency stop. */
import * as z from "zod";
import { Changed } from "../../shared/runtime/http/gate-schema.ts";
import { TaskIdSchema } from "../../shared/runtime/http/task-schema.ts";
import { QUEUE_CLASSES } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

export const StopAnswer = z
  .strictObject({
    emergency: z.strictObject({ closed: z.boolean() }),
    changed: Changed,
  })
  .meta({
    id: "StopAnswer",
    description: "Whether the service is stopped now.",
    examples: [{ emergency: { closed: true }, changed: true }],
  });

const QueueClass = z.enum(QUEUE_CLASSES);

export const StopReport = z
  .strictObject({
    since: WireTime,
    reason: z.string(),
    actor: z.string(),
    running: z
      .array(
        z.strictObject({
          taskId: TaskIdSchema,
          agent: z.string(),
          queueClass: QueueClass,
          startedAt: WireTime,
        }),
      )
      .meta({ description: "What ran when the stop was raised." }),
    waiting: z
      .record(QueueClass, z.int().min(0))
      .meta({ description: "How many tasks waited in each class." }),
    clearedAt: WireTime.optional(),
    clearedBy: z.string().optional(),
    toldAt: WireTime.optional().meta({ description: "When people were told." }),
    issueUrl: z.string().optional(),
    problem: z
      .string()
      .optional()
      .meta({ description: "Why they could not be told yet." }),
  })
  .meta({
    id: "StopReport",
    description: "What the last stop found.",
    examples: [
      {
        since: "2030-01-31T12:00:00.000Z",
        reason: "not given",
        actor: "operator",
        running: [],
        waiting: { urgent: 0, high: 0, normal: 3, scheduled: 1, low: 0 },
        toldAt: "2030-01-31T12:00:02.000Z",
      },
    ],
  });
