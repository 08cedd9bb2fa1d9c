/** What operators do with single tasks: the dead-letter desk, and a change of class. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import { Order } from "../../shared/runtime/http/order.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import {
  noSuchTask,
  taskIdOf,
  TaskParams,
} from "../../shared/runtime/http/task-route.ts";
import { TaskSchema } from "../../shared/runtime/http/task-schema.ts";
import {
  toDeadLetterView,
  toTaskView,
} from "../../shared/runtime/http/task-view.ts";
import { DeadLetterQuery, PriorityBody, RedriveBody } from "./desk-requests.ts";
import { DeadLetterPage, Redriven } from "./desk-responses.ts";

/** Stands where the cursors of other lists have an agent: there is one desk for all. */
const DESK = "GET /dead-letters";
/** Kept back from the function's time for what was begun, the trail and the answer. */
const RESERVE_MS = 4_000;

export const deskRoutes = ({ desk, http }: OperatorApi): readonly Route[] => [
  route({
    method: "POST",
    path: "/tasks/{taskId}/retry",
    id: "retryTask",
    scope: "operate",
    summary: "Queue a failed task again.",
    params: TaskParams,
    body: Order,
    answers: { 200: { description: "The task.", body: TaskSchema } },
    problems: ["task-not-found", "task-not-failed"],
    run: async (request, { agent: actor }) => {
      const id = taskIdOf(request, noSuchTask);
      const { reason } = request.body;
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
  }),
  route({
    method: "PATCH",
    path: "/tasks/{taskId}",
    id: "changePriority",
    scope: "operate",
    summary: "Change the class of a task that waits.",
    params: TaskParams,
    body: PriorityBody,
    answers: { 200: { description: "The task.", body: TaskSchema } },
    problems: ["task-not-found", "task-not-waiting"],
    run: async (request, { agent: actor }) => {
      const id = taskIdOf(request, noSuchTask);
      const { priority } = request.body;
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
  }),
  route({
    method: "GET",
    path: "/dead-letters",
    id: "listDeadLetters",
    scope: "observe",
    summary: "List the tasks that failed.",
    query: DeadLetterQuery,
    answers: { 200: { description: "A page.", body: DeadLetterPage } },
    problems: ["invalid-cursor"],
    run: async ({ query }) => {
      const { cursor, limit, ...filter } = query;
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
  }),
  route({
    method: "POST",
    path: "/dead-letters/redrive",
    id: "redriveDeadLetters",
    scope: "operate",
    summary:
      "Queue failed tasks again: some by their ids, some by a filter, or all.",
    body: RedriveBody,
    answers: { 200: { description: "What became of it.", body: Redriven } },
    run: async ({ body, leftMs }, { agent: actor }) => {
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
  }),
];

/** Inside, `class` is `queueClass`: the former is a word of the language. */
const toFilter = <Class, Rest extends object>({
  class: queueClass,
  ...rest
}: Rest & { readonly class?: Class }) => ({
  ...rest,
  ...(queueClass !== undefined && { queueClass }),
});
