/** What operators do with single tasks: the dead-letter desk, and a change of class. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { Order } from "../../shared/runtime/http/order.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { readBody } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { noSuchTask, taskIdOf } from "../../shared/runtime/http/task-route.ts";
import {
  toDeadLetterView,
  toTaskView,
} from "../../shared/runtime/http/task-view.ts";
import { validate } from "../../shared/runtime/http/validate.ts";
import { DeadLetterQuery, PriorityBody, RedriveBody } from "./desk-requests.ts";

/** Stands where the cursors of other lists have an agent: there is one desk for all. */
const DESK = "GET /dead-letters";
/** Kept back from the function's time for what was begun, the trail and the answer. */
const RESERVE_MS = 4_000;

export const deskRoutes = ({ desk, http }: OperatorApi): readonly Route[] => [
  {
    method: "POST",
    path: "/tasks/{taskId}/retry",
    scope: "operate",
    run: async (request, { agent: actor }) => {
      validate(NoQuery, request.query, "query");
      const id = taskIdOf(request, noSuchTask);
      const { reason } = readBody(request.event, Order);
      const retried = await desk.retry({ id, actor, reason });
      if (!retried) throw noSuchTask(id);
      const { kind, whole } = retried;
      if (kind === "not-failed")
        throw new ProblemError("task-not-failed", {
          detail: `The task has ${whole.task.status}; only one that failed can be retried.`,
          field: "taskId",
        });
      http.journal.note({ event: "task-retried", taskId: id, actor, kind });
      return json(200, toTaskView(await desk.show(whole)));
    },
  },
  {
    method: "PATCH",
    path: "/tasks/{taskId}",
    scope: "operate",
    run: async (request, { agent: actor }) => {
      validate(NoQuery, request.query, "query");
      const id = taskIdOf(request, noSuchTask);
      const { priority } = readBody(request.event, PriorityBody);
      const changed = await desk.changePriority({ id, priority, actor });
      if (!changed) throw noSuchTask(id);
      const { kind, whole } = changed;
      if (kind === "not-waiting")
        throw new ProblemError("task-not-waiting", {
          detail: `The task is ${whole.task.status}; only one that waits can change its priority.`,
          field: "taskId",
        });
      const event = "priority-changed";
      http.journal.note({ event, taskId: id, actor, kind, priority });
      return json(200, toTaskView(await desk.show(whole)));
    },
  },
  {
    method: "GET",
    path: "/dead-letters",
    scope: "observe",
    run: async ({ query }) => {
      const parsed = validate(DeadLetterQuery, query, "query");
      const { cursor, limit, ...filter } = parsed;
      const { items, last } = await desk.deadLetters({
        limit,
        ...toFilter(filter),
        ...(cursor !== undefined && { after: fromCursor(cursor, DESK) }),
      });
      return json(200, {
        items: items.map(toDeadLetterView),
        ...(last !== undefined && { cursor: toCursor(last, DESK) }),
      });
    },
  },
  {
    method: "POST",
    path: "/dead-letters/redrive",
    scope: "operate",
    run: async ({ event, query, leftMs }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const body = readBody(event, RedriveBody);
      const { reason, taskIds, all: _, ...filter } = body;
      const which = taskIds ? { taskIds } : { filter: toFilter(filter) };
      const budgetMs = leftMs() - RESERVE_MS;
      const done = await desk.redrive({ actor, reason, which, budgetMs });
      http.journal.note({
        event: "dead-letters-redriven",
        level: "warn",
        actor,
        reason,
        redriven: done.redriven,
        complete: done.complete,
      });
      return json(200, done);
    },
  },
];

/** Inside, `class` is `queueClass`: the former is a word of the language. */
const toFilter = <Class, Rest extends object>({
  class: queueClass,
  ...rest
}: Rest & { readonly class?: Class }) => ({
  ...rest,
  ...(queueClass !== undefined && { queueClass }),
});
