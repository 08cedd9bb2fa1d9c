/** The routes that agents use: submit one or many, look, list, cancel. */
import type { AgentApi } from "../../shared/runtime/compose/agent-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import { BASE_PATH } from "../../shared/runtime/http/base-path.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import {
  taskIdOf,
  taskNotFound,
  TaskParams,
} from "../../shared/runtime/http/task-route.ts";
import { TaskSchema } from "../../shared/runtime/http/task-schema.ts";
import {
  toReceiptView,
  toTaskView,
} from "../../shared/runtime/http/task-view.ts";
import { batchRoute } from "./batch-route.ts";
import { checkCallbackUrl } from "./callback-url.ts";
import { Keyed, ListQuery, SubmitBody } from "./requests.ts";
import { Receipt, TaskPage } from "./responses.ts";
import {
  idempotencyOf,
  refusalOf,
  SUBMIT_PROBLEMS,
  toSubmission,
} from "./submission.ts";

export const agentRoutes = (api: AgentApi): readonly Route[] => [
  batchRoute(api),
  route({
    method: "POST",
    path: "/tasks",
    id: "submitTask",
    scope: "tasks",
    summary: "Submit a task. Once it is accepted it is never lost.",
    headers: Keyed,
    body: SubmitBody,
    answers: {
      202: {
        description: "Accepted: it waits for its turn.",
        body: Receipt,
        headers: ["location"],
      },
    },
    problems: SUBMIT_PROBLEMS,
    run: async (request, { agent }) => {
      const { body } = request;
      await checkCallbackUrl(api, body.callbackUrl);
      const submitted = await api.submit({
        agent,
        requestId: request.requestId,
        ...toSubmission(body, await api.wishLimits()),
        ...idempotencyOf(request.headers["Idempotency-Key"], body),
      });
      if (submitted.kind !== "accepted") throw refusalOf(submitted);
      const { task } = submitted;
      return json(202, toReceiptView(await api.show({ task })), {
        location: `${BASE_PATH}/tasks/${task.id}`,
      });
    },
  }),
  route({
    method: "GET",
    path: "/tasks/{taskId}",
    id: "getTask",
    scope: "tasks",
    summary: "Look at a task.",
    params: TaskParams,
    answers: { 200: { description: "The task.", body: TaskSchema } },
    problems: ["task-not-found"],
    run: async (request, { agent }) => {
      const id = taskIdOf(request);
      const whole = await api.read({ agent, id });
      if (!whole) throw taskNotFound(id);
      return json(200, toTaskView(await api.show(whole)));
    },
  }),
  route({
    method: "GET",
    path: "/tasks",
    id: "listTasks",
    scope: "tasks",
    summary: "List the caller's own tasks.",
    query: ListQuery,
    answers: { 200: { description: "A page.", body: TaskPage } },
    problems: ["invalid-cursor"],
    run: async ({ query: { cursor, ...rest } }, { agent }) => {
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
  }),
  route({
    method: "DELETE",
    path: "/tasks/{taskId}",
    id: "cancelTask",
    scope: "tasks",
    summary:
      "Cancel a task: one that waits never runs, one that runs is ended.",
    params: TaskParams,
    answers: { 200: { description: "The task.", body: TaskSchema } },
    problems: ["task-not-found", "task-finished"],
    run: async (request, { agent }) => {
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
  }),
];
