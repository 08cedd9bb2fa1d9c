/** Which tasks run at present, whosever they are. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { TaskIdSchema } from "../../shared/runtime/http/task-schema.ts";
import { QUEUE_CLASSES } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

export const RunningTasks = z
  .strictObject({
    items: z.array(
      z.strictObject({
        taskId: TaskIdSchema,
        agent: z.string(),
        class: z.enum(QUEUE_CLASSES),
        startedAt: WireTime,
      }),
    ),
  })
  .meta({
    id: "RunningTasks",
    description: "The one that runs longest first; at most 100 of each class.",
  });

export const runningRoutes = ({ running }: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/queue/running",
    id: "listRunning",
    scope: "observe",
    summary: "List the tasks that run, without prompts and results.",
    answers: { 200: { description: "The tasks.", body: RunningTasks } },
    run: async () =>
      json(200, {
        items: (await running()).map(({ queueClass, ...task }) => ({
          ...task,
          class: queueClass,
        })),
      }),
  }),
];
