/** The routes that agents use: submit one or many, look, list, cancel. */
import type { AgentApi } from "../../shared/runtime/compose/agent-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import {
  BASE_PATH,
  type Route,
} from "../../shared/runtime/http/http-function.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { readBody } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import {
  taskIdOf,
  taskNotFound,
} from "../../shared/runtime/http/task-route.ts";
import {
  toReceiptView,
  toTaskView,
} from "../../shared/runtime/http/task-view.ts";
import { validate } from "../../shared/runtime/http/validate.ts";
import { batchRoute } from "./batch-route.ts";
import { ListQuery, SubmitBody } from "./requests.ts";
import { idempotencyOf, keyOf, refusalOf, toSubmission } from "./submission.ts";

export const agentRoutes = (api: AgentApi): readonly Route[] => [
  batchRoute(api),
  {
    method: "POST",
    path: "/tasks",
    scope: "tasks",
    run: async (request, { agent }) => {
      validate(NoQuery, request.query, "query");
      const body = readBody(request.event, SubmitBody);
      const submitted = await api.submit({
        agent,
        ...toSubmission(body, api.wishLimits),
        ...idempotencyOf(keyOf(request), body),
      });
      if (submitted.kind !== "accepted") throw refusalOf(submitted);
      const { task } = submitted;
      return json(202, toReceiptView(await api.show({ task })), {
        location: `${BASE_PATH}/tasks/${task.id}`,
      });
    },
  },
  {
    method: "GET",
    path: "/tasks/{taskId}",
    scope: "tasks",
    run: async (request, { agent }) => {
      validate(NoQuery, request.query, "query");
      const id = taskIdOf(request);
      const whole = await api.read({ agent, id });
      if (!whole) throw taskNotFound(id);
      return json(200, toTaskView(await api.show(whole)));
    },
  },
  {
    method: "GET",
    path: "/tasks",
    scope: "tasks",
    run: async ({ query }, { agent }) => {
      const { cursor, ...rest } = validate(ListQuery, query, "query");
      const { items, last } = await api.list({
        agent,
        ...rest,
        ...(cursor !== undefined && { after: fromCursor(cursor, agent) }),
      });
      const shown = await Promise.all(items.map(api.show));
      return json(200, {
        items: shown.map(toTaskView),
        ...(last !== undefined && { cursor: toCursor(last, agent) }),
      });
    },
  },
  {
    method: "DELETE",
    path: "/tasks/{taskId}",
    scope: "tasks",
    run: async (request, { agent }) => {
      validate(NoQuery, request.query, "query");
      const id = taskIdOf(request);
      const cancelled = await api.cancel({ agent, id });
      if (!cancelled) throw taskNotFound(id);
      if (cancelled.kind === "cancelled")
        return json(200, toTaskView(cancelled.whole));
      throw new ProblemError("task-finished", {
        detail: `The task has ${cancelled.whole.task.status}; there is nothing left to cancel.`,
        field: "taskId",
      });
    },
  },
];
