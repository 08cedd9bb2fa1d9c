/** `GET /tasks/{taskId}/result`: holds until the task is finished. A function of its own, because held requests pile up. */
import * as z from "zod";
import { composeWaitTask } from "../../shared/runtime/compose/wait-task.ts";
import {
  httpFunction,
  type Route,
} from "../../shared/runtime/http/http-function.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import {
  taskIdOf,
  taskNotFound,
} from "../../shared/runtime/http/task-route.ts";
import { toTaskView } from "../../shared/runtime/http/task-view.ts";
import { validate } from "../../shared/runtime/http/validate.ts";

/** An HTTP API gives an answer 30 s; this leaves room for a cold start. */
const MAX_WAIT_SECONDS = 25;
/** The next request holds again, so it may come soon. */
const RETRY_AFTER = { "retry-after": "1" };

const WAIT = `must be a number of seconds from 0 to ${MAX_WAIT_SECONDS}`;

const WaitQuery = z.strictObject({
  wait: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3})?$/, WAIT)
    .transform(Number)
    .refine((seconds) => seconds <= MAX_WAIT_SECONDS, WAIT)
    .default(0),
});

const { wait, show, http } = composeWaitTask(); // once per cold start

const route: Route = {
  method: "GET",
  path: "/tasks/{taskId}/result",
  scope: "tasks",
  run: async (request, { agent }) => {
    const id = taskIdOf(request);
    const query = validate(WaitQuery, request.query, "query");
    const whole = await wait({ agent, id }, query.wait * 1_000);
    if (!whole) throw taskNotFound(id);
    return whole.task.finishedAt
      ? json(200, toTaskView(whole))
      : json(202, toTaskView(await show(whole)), RETRY_AFTER);
  },
};

export const handler = httpFunction([route], http);
