/** What waits, and the orders that hold it, let it go on or clear it away. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import {
  toGatesView,
  toGateView,
} from "../../shared/runtime/http/gate-view.ts";
import { Reason, Time } from "../../shared/runtime/http/order.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import {
  OPENABLE_GATES,
  QUEUE_CLASSES,
} from "../../shared/runtime/http/vocabulary.ts";
import { toExecutorView } from "./executor-view.ts";
import { Cleared, Paused, QueueStatus, Resumed } from "./queue-responses.ts";

/** Kept back from the function's time for the trail, and for the answer. */
const RESERVE_MS = 3_000;

const PauseBody = z
  .strictObject({ reason: Reason, until: Time.exactOptional() })
  .meta({
    id: "PauseOrder",
    description: "Until when, and why.",
    examples: [{ reason: "new credentials", until: "2030-01-31T12:00:00Z" }],
  });

const ResumeBody = z
  .strictObject({
    reason: Reason,
    gate: z.enum(OPENABLE_GATES).default("paused"),
  })
  .meta({
    id: "ResumeOrder",
    description: "Which gate is opened, and why.",
    examples: [{ gate: "paused" }],
  });

const ClearBody = z
  .strictObject({
    reason: Reason,
    class: z.enum([...QUEUE_CLASSES, "all"]).default("all"),
  })
  .meta({
    id: "ClearOrder",
    description: "What is cleared away, and why.",
    examples: [{ class: "low" }],
  });

export const queueRoutes = (api: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/queue/status",
    id: "getQueueStatus",
    scope: "observe",
    summary: "Tell what waits and runs, what holds it back, and who works.",
    answers: { 200: { description: "The queue.", body: QueueStatus } },
    run: async () => json(200, toStatusView(await api.queueStatus())),
  }),
  route({
    method: "POST",
    path: "/queue/pause",
    id: "pauseQueue",
    scope: "operate",
    summary: "Accept tasks and hold them; what runs goes on.",
    body: PauseBody,
    answers: { 200: { description: "It is paused.", body: Paused } },
    run: async ({ body }, { agent: actor }) => {
      const paused = await api.pause({ actor, ...body });
      if (paused.kind === "bad-time") throw badUntil(paused.problem);
      const { gate, changed } = paused;
      const { reason, until } = body;
      note(api, { event: "queue-paused", actor, reason, until, changed });
      return json(200, { paused: toGateView(gate), changed });
    },
  }),
  route({
    method: "POST",
    path: "/queue/resume",
    id: "resumeQueue",
    scope: "operate",
    summary: "Open a gate: `paused`, unless another is named.",
    body: ResumeBody,
    answers: { 200: { description: "It is open.", body: Resumed } },
    run: async ({ body: { gate, reason } }, { agent: actor }) => {
      const { changed } = await api.resume({ actor, reason, gate });
      note(api, { event: "queue-resumed", actor, reason, gate, changed });
      return json(200, { [gate]: toGateView(undefined), changed });
    },
  }),
  route({
    method: "POST",
    path: "/queue/clear",
    id: "clearQueue",
    scope: "operate",
    summary: "Cancel what waits.",
    body: ClearBody,
    answers: { 200: { description: "It is cancelled.", body: Cleared } },
    run: async ({ body, leftMs }, { agent: actor }) => {
      const { class: queueClass, reason } = body;
      const budgetMs = leftMs() - RESERVE_MS;
      const order = { actor, reason, queueClass, budgetMs };
      const { cleared, complete } = await api.clear(order);
      const answer = { cleared, complete, class: queueClass, reason };
      note(api, { event: "queue-cleared", actor, ...answer });
      return json(200, answer);
    },
  }),
];

type Status = Awaited<ReturnType<OperatorApi["queueStatus"]>>;

const toStatusView = ({ closed, executors, ...counts }: Status) => ({
  ...counts,
  gates: toGatesView(closed),
  executors: executors.map(toExecutorView),
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
