/** `GET /tasks/{taskId}/result`: holds until the task is finished. */
import * as z from "zod";
import type { composeWaitTask } from "../../shared/runtime/compose/wait-task.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import {
  taskIdOf,
  taskNotFound,
  TaskParams,
} from "../../shared/runtime/http/task-route.ts";
import { TaskSchema } from "../../shared/runtime/http/task-schema.ts";
import { toldAs } from "../../shared/runtime/http/told-as.ts";
import { toTaskView } from "../../shared/runtime/http/task-view.ts";

/** An HTTP API gives an answer 30 s; this leaves room for a cold start. */
const MAX_WAIT_SECONDS = 25;
/** The next request holds again, so it may come soon. */
const RETRY_AFTER = { "retry-after": "1" };

const WAIT = `must be a number of seconds from 0 to ${MAX_WAIT_SECONDS}`;

const WaitQuery = z.strictObject({
  wait: toldAs(
    z
      .string()
      .regex(/^\d{1,3}(\.\d{1,3})?$/, WAIT)
      .transform(Number)
      .refine((seconds) => seconds <= MAX_WAIT_SECONDS, WAIT)
      .default(0),
    z
      .number()
      .min(0)
      .max(MAX_WAIT_SECONDS)
      .default(0)
      .meta({
        description:
          "For so many seconds, with up to three decimals, the answer may be held.",
        examples: [20],
      }),
  ),
});

export const waitRoutes = ({
  wait,
  show,
}: ReturnType<typeof composeWaitTask>): readonly Route[] => [
  route({
    method: "GET",
    path: "/tasks/{taskId}/result",
    id: "waitForTask",
    scope: "tasks",
    summary: "Look at a task, when it is finished if that comes in time.",
    params: TaskParams,
    query: WaitQuery,
    answers: {
      200: { description: "The finished task.", body: TaskSchema },
      202: {
        description: "The task, which is not finished yet.",
        body: TaskSchema,
        headers: ["retry-after"],
      },
    },
    problems: ["task-not-found"],
    run: async (request, { agent }) => {
      const id = taskIdOf(request);
      const whole = await wait({ agent, id }, request.query.wait * 1_000);
      if (!whole) throw taskNotFound(id);
      return whole.task.finishedAt
        ? json(200, toTaskView(whole))
        : json(202, toTaskView(await show(whole)), RETRY_AFTER);
    },
  }),
];
