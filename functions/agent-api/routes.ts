/** The routes that agents use: submit, look, list, cancel. */
import type { z } from "zod";
import type { AgentApi } from "../../shared/runtime/compose/agent-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import { hashBody } from "../../shared/runtime/http/hash-body.ts";
import {
  BASE_PATH,
  type HttpRequest,
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
import {
  limitWishes,
  type WishLimits,
} from "../../shared/runtime/http/vocabulary.ts";
import { validate } from "../../shared/runtime/http/validate.ts";
import { IdempotencyKey, ListQuery, SubmitBody } from "./requests.ts";

export const agentRoutes = (api: AgentApi): readonly Route[] => [
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
        ...idempotencyOf(request, body),
      });
      if (submitted.kind !== "accepted") throw toProblem(submitted);
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

type Body = z.output<typeof SubmitBody>;
type Submission = Parameters<AgentApi["submit"]>[0];

function toSubmission(
  body: Body,
  limits: WishLimits,
): Omit<Submission, "agent"> {
  const { priority, timeout, executeAt, callbackUrl, metadata, ...request } =
    body;
  return {
    priority,
    timeoutMs: timeout,
    ...(executeAt && { executeAt }),
    ...(callbackUrl !== undefined && { callbackUrl }),
    content: {
      request: allowed(request, limits),
      ...(metadata && { metadata }),
    },
  };
}

function allowed(
  request: Submission["content"]["request"],
  limits: WishLimits,
): Submission["content"]["request"] {
  const limited = limitWishes(request, limits);
  if (limited.kind === "allowed") return limited.request;
  const { field, problem: message } = limited;
  throw new ProblemError("invalid-request", {
    detail: `${field} ${message}.`,
    field,
    errors: [{ field, message }],
  });
}

/** The key of the header, and a hash of the body by which the same key tells another request. */
function idempotencyOf(
  { headers }: HttpRequest,
  body: Body,
): Pick<Submission, "idempotency"> {
  const header = headers["idempotency-key"];
  if (header === undefined) return {};
  const key = validate(IdempotencyKey, header, "Idempotency-Key");
  return { idempotency: { key, bodyHash: hashBody(body) } };
}

type Refused = Exclude<
  Awaited<ReturnType<AgentApi["submit"]>>,
  { readonly kind: "accepted" }
>;

function toProblem(submitted: Refused): ProblemError {
  switch (submitted.kind) {
    case "key-reused":
      return new ProblemError("idempotency-key-reused", {
        detail:
          "Idempotency-Key was sent with another body in the last 24 hours; use a new key for a new request.",
        field: "Idempotency-Key",
      });
    case "bad-time":
      return new ProblemError("invalid-request", {
        detail: `executeAt ${submitted.problem}.`,
        field: "executeAt",
        errors: [{ field: "executeAt", message: submitted.problem }],
      });
    case "stopped":
      return new ProblemError("emergency-stop", {
        detail: `An emergency stop is in force: ${submitted.gate.reason}. Try again when it is cleared.`,
        retryAfterSeconds: 60,
      });
  }
}
