/** Many requests at once: each is accepted or refused by itself. */
import type { AgentApi } from "../../shared/runtime/compose/agent-api.ts";
import { checkJson } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import {
  type Route,
  route,
  type RouteRequest,
  type Wire,
} from "../../shared/runtime/http/route.ts";
import { toReceiptView } from "../../shared/runtime/http/task-view.ts";
import {
  noteProblem,
  OutOfTimeError,
  toProblem,
} from "../../shared/runtime/http/with-problems.ts";
import { checkCallbackUrl } from "./callback-url.ts";
import { BatchBody, Keyed, SubmitBody } from "./requests.ts";
import { BatchAnswer, type Receipt } from "./responses.ts";
import { idempotencyOf, refusalOf, toSubmission } from "./submission.ts";

/** Requests in work at once: four rounds, each of which may have to wait for a queue that is away. */
const AT_ONCE = 25;
/** No round is begun with less of the function's time left. */
const ROUND_MS = 5_000;

export const batchRoute = (api: AgentApi): Route =>
  route({
    method: "POST",
    path: "/tasks/batch",
    id: "submitTasks",
    scope: "tasks",
    summary: "Submit up to 100 tasks; each is accepted or refused by itself.",
    headers: Keyed,
    body: BatchBody,
    inspectsParts: true,
    answers: {
      200: { description: "What became of each.", body: BatchAnswer },
    },
    problems: ["emergency-stop"],
    run: async (request, { agent }) => {
      const { tasks } = request.body;
      const key = request.headers["Idempotency-Key"];
      const stop = await api.stop();
      if (stop) throw refusalOf({ kind: "stopped", gate: stop });
      const items: Item[] = [];
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

type Item = Wire<typeof BatchAnswer>["items"][number];

interface Part {
  readonly request: Pick<RouteRequest, "requestId" | "event" | "leftMs">;
  readonly agent: string;
  readonly task: unknown;
  readonly key: string | undefined;
}

/** What `POST /tasks` would have answered. */
async function itemOf(api: AgentApi, item: Part): Promise<Item> {
  const { request } = item;
  try {
    return { status: 202, task: await accept(api, item) };
  } catch (error) {
    noteProblem(api.http.journal, error, request.event);
    const { status, headers, body } = toProblem(error, request.requestId);
    const seconds = headers["retry-after"];
    return {
      status,
      problem: body,
      ...(seconds !== undefined && { retryAfterMs: Number(seconds) * 1_000 }),
    };
  }
}

async function accept(
  api: AgentApi,
  { request, agent, task, key }: Part,
): Promise<Wire<typeof Receipt>> {
  if (request.leftMs() < ROUND_MS)
    throw new OutOfTimeError("the function's time is nearly over");
  const body = checkJson(task, SubmitBody, "task");
  await checkCallbackUrl(api, body.callbackUrl);
  const submitted = await api.submit({
    agent,
    requestId: request.requestId,
    ...toSubmission(body, await api.wishLimits()),
    ...idempotencyOf(key, body),
  });
  if (submitted.kind !== "accepted") throw refusalOf(submitted);
  return toReceiptView(await api.show({ task: submitted.task }));
}
