/** From what an agent sent to what is submitted, and from a refusal to its words. */
import type { z } from "zod";
import type { AgentApi } from "../../shared/runtime/compose/agent-api.ts";
import { hashBody } from "../../shared/runtime/http/hash-body.ts";
import {
  type ProblemCode,
  ProblemError,
} from "../../shared/runtime/http/problem.ts";
import {
  limitWishes,
  type WishLimits,
} from "../../shared/runtime/http/vocabulary.ts";
import type { SubmitBody } from "./requests.ts";

type Body = z.output<typeof SubmitBody>;
type Submission = Parameters<AgentApi["submit"]>[0];

export function toSubmission(
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

/** The key, and a hash of the body by which the same key tells another request. */
export const idempotencyOf = (
  key: string | undefined,
  body: Body,
): Pick<Submission, "idempotency"> =>
  key === undefined ? {} : { idempotency: { key, bodyHash: hashBody(body) } };

/** Besides what every request can be answered. */
export const SUBMIT_PROBLEMS = [
  "idempotency-key-reused",
  "too-many-queued",
  "emergency-stop",
] as const satisfies readonly ProblemCode[];

type Full = Extract<Refused, { readonly kind: "full" }>;
type Refused = Exclude<
  Awaited<ReturnType<AgentApi["submit"]>>,
  { readonly kind: "accepted" }
>;

export function refusalOf(submitted: Refused): ProblemError {
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
    case "full":
      return new ProblemError("too-many-queued", {
        detail: fullInWords(submitted),
        retryAfterSeconds: submitted.retryAfterSeconds,
      });
  }
}

function fullInWords({ cap, most, queueClass }: Full): string {
  return cap === "maxQueuedPerAgent"
    ? `You have as many tasks waiting as one agent may have (${cap}: ${most}); wait until some have started, or cancel some.`
    : `As many tasks wait in the class ${queueClass} as may wait there (${cap}: ${most}); try again later, or with another priority.`;
}
