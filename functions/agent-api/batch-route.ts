/** Many requests at once: each is accepted or refused by itself. */
import * as z from "zod";
import type { AgentApi } from "../../shared/runtime/compose/agent-api.ts";
import type {
  HttpRequest,
  Route,
} from "../../shared/runtime/http/http-function.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { checkJson, readJson } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { toReceiptView } from "../../shared/runtime/http/task-view.ts";
import { validate } from "../../shared/runtime/http/validate.ts";
import {
  noteProblem,
  OutOfTimeError,
  toProblem,
} from "../../shared/runtime/http/with-problems.ts";
import { SubmitBody } from "./requests.ts";
import { idempotencyOf, keyOf, refusalOf, toSubmission } from "./submission.ts";

const MAX_TASKS = 100;
const COUNT = `must hold 1 to ${MAX_TASKS} requests`;
/** Requests in work at once: four rounds, each of which may have to wait for a queue that is away. */
const AT_ONCE = 25;
/** No round is begun with less of the function's time left. */
const ROUND_MS = 5_000;

const BatchBody = z.strictObject({
  tasks: z.array(z.unknown()).min(1, COUNT).max(MAX_TASKS, COUNT),
});

export const batchRoute = (api: AgentApi): Route => ({
  method: "POST",
  path: "/tasks/batch",
  scope: "tasks",
  run: async (request, { agent }) => {
    validate(NoQuery, request.query, "query");
    // What is wrong within a request is that request's problem alone.
    const { tasks } = validate(BatchBody, readJson(request.event), "body");
    const key = keyOf(request);
    const stop = await api.stop();
    if (stop) throw refusalOf({ kind: "stopped", gate: stop });
    const items: object[] = [];
    for (let at = 0; at < tasks.length; at += AT_ONCE) {
      const round = tasks.slice(at, at + AT_ONCE).map((task, place) => {
        // No key that an agent can send has a space: none is the same as that of a single request.
        const own = key === undefined ? key : `${key} ${at + place}`;
        return itemOf(api, { request, agent, task, key: own });
      });
      items.push(...(await Promise.all(round)));
    }
    return json(200, { items });
  },
});

interface Item {
  readonly request: HttpRequest;
  readonly agent: string;
  readonly task: unknown;
  readonly key: string | undefined;
}

/** What `POST /tasks` would have answered. */
async function itemOf(api: AgentApi, item: Item): Promise<object> {
  const { request } = item;
  try {
    return { status: 202, task: await accept(api, item) };
  } catch (error) {
    noteProblem(api.http.journal, error, request);
    const { status, headers, body } = toProblem(error, request.requestId);
    const seconds = headers?.["retry-after"];
    return {
      status,
      problem: body,
      ...(seconds !== undefined && { retryAfterMs: Number(seconds) * 1_000 }),
    };
  }
}

async function accept(
  api: AgentApi,
  { request, agent, task, key }: Item,
): Promise<object> {
  if (request.leftMs() < ROUND_MS)
    throw new OutOfTimeError("the function's time is nearly over");
  const body = checkJson(task, SubmitBody, "task");
  const submitted = await api.submit({
    agent,
    ...toSubmission(body, api.wishLimits),
    ...idempotencyOf(key, body),
  });
  if (submitted.kind !== "accepted") throw refusalOf(submitted);
  return toReceiptView(await api.show({ task: submitted.task }));
}
