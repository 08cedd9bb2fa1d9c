/** What waits, and the orders that hold it, let it go on or clear it away. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import {
  toGatesView,
  toGateView,
} from "../../shared/runtime/http/gate-view.ts";
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { Reason, Time } from "../../shared/runtime/http/order.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { readBody } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { validate } from "../../shared/runtime/http/validate.ts";
import {
  OPENABLE_GATES,
  QUEUE_CLASSES,
} from "../../shared/runtime/http/vocabulary.ts";

/** Kept back from the function's time for the trail, and for the answer. */
const RESERVE_MS = 3_000;

const PauseBody = z.strictObject({
  reason: Reason,
  until: Time.exactOptional(),
});

const ResumeBody = z.strictObject({
  reason: Reason,
  gate: z.enum(OPENABLE_GATES).default("paused"),
});

const ClearBody = z.strictObject({
  reason: Reason,
  class: z.enum([...QUEUE_CLASSES, "all"]).default("all"),
});

export const queueRoutes = (api: OperatorApi): readonly Route[] => [
  {
    method: "GET",
    path: "/queue/status",
    scope: "observe",
    run: async ({ query }) => {
      validate(NoQuery, query, "query");
      return json(200, toStatusView(await api.queueStatus()));
    },
  },
  {
    method: "POST",
    path: "/queue/pause",
    scope: "operate",
    run: async ({ event, query }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const body = readBody(event, PauseBody);
      const paused = await api.pause({ actor, ...body });
      if (paused.kind === "bad-time") throw badUntil(paused.problem);
      const { gate, changed } = paused;
      const { reason, until } = body;
      note(api, { event: "queue-paused", actor, reason, until, changed });
      return json(200, { paused: toGateView(gate), changed });
    },
  },
  {
    method: "POST",
    path: "/queue/resume",
    scope: "operate",
    run: async ({ event, query }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const { gate, reason } = readBody(event, ResumeBody);
      const { changed } = await api.resume({ actor, reason, gate });
      note(api, { event: "queue-resumed", actor, reason, gate, changed });
      return json(200, { [gate]: toGateView(undefined), changed });
    },
  },
  {
    method: "POST",
    path: "/queue/clear",
    scope: "operate",
    run: async ({ event, query, leftMs }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const { class: queueClass, reason } = readBody(event, ClearBody);
      const budgetMs = leftMs() - RESERVE_MS;
      const order = { actor, reason, queueClass, budgetMs };
      const { cleared, complete } = await api.clear(order);
      const answer = { cleared, complete, class: queueClass, reason };
      note(api, { event: "queue-cleared", actor, ...answer });
      return json(200, answer);
    },
  },
];

type Status = Awaited<ReturnType<OperatorApi["queueStatus"]>>;

const toStatusView = ({ closed, executors, ...counts }: Status): object => ({
  ...counts,
  gates: toGatesView(closed),
  executors: executors.map(({ id, slots, running, lastSeenAt, problem }) => ({
    id,
    slots,
    running,
    lastSeenAt,
    problem,
  })),
});

/** An order changes what everybody meets: it is seen at the usual level. */
const note = (
  { http }: OperatorApi,
  entry: Parameters<OperatorApi["http"]["journal"]["note"]>[0],
): void => {
  http.journal.note({ level: "warn", ...entry });
};

const badUntil = (message: string): ProblemError =>
  new ProblemError("invalid-request", {
    detail: `until ${message}.`,
    field: "until",
    errors: [{ field: "until", message }],
  });
