/** An answer that is a refusal, as the error that callers get. */
import {
  CCSPError,
  ConflictError,
  InvalidRequestError,
  NotFoundError,
  ServerError,
  ServiceStoppedError,
  TooManyQueuedError,
  UnauthorizedError,
  UnexpectedAnswerError,
} from "./errors.ts";
import type { Answer } from "./exchange.ts";
import { isObject } from "./is-object.ts";
import type { Problem } from "./types.ts";

/** @param taskId of the task that the request was about */
export function toError(answer: Answer, taskId?: string): CCSPError {
  const { status, body, retryAfterMs, requestId } = answer;
  const problem = isProblem(body) ? body : undefined;
  // Also a gateway before the service refuses, and knows nothing of our codes.
  const code = problem?.code ?? `http-${status}`;
  const message = problem?.detail ?? `The service answered ${status}.`;
  const details = { taskId, problem, requestId };
  if (code === "emergency-stop")
    return new ServiceStoppedError(code, message, retryAfterMs, details);
  if (status === 429 && code === "too-many-queued")
    return new TooManyQueuedError(code, message, retryAfterMs, details);
  if (status >= 500 || status === 429)
    return new ServerError(code, message, retryAfterMs, details);
  switch (status) {
    case 400:
    case 413:
      return new InvalidRequestError(code, message, fieldsOf(problem), details);
    case 401:
    case 403:
      return new UnauthorizedError(code, message, details);
  }
  if (problem && status === 404)
    return new NotFoundError(code, message, details);
  if (problem && status === 409)
    return new ConflictError(code, message, details);
  return problem
    ? new CCSPError(code, message, details)
    : unexpected(answer, taskId);
}

/** Whoever answered is not the service. */
export const unexpected = (
  { status, requestId }: Answer,
  taskId?: string,
): UnexpectedAnswerError =>
  new UnexpectedAnswerError(
    "unexpected-answer",
    `The answer (${status}) is not one of CCSP; is baseUrl right? It mostly ends in /api/ccsp.`,
    { taskId, requestId },
  );

/** What may pass by itself: a stop does not, an operator clears it. */
export const isPassing = (error: CCSPError): boolean =>
  error instanceof ServerError || error instanceof TooManyQueuedError;

const isProblem = (body: unknown): body is Problem =>
  isObject(body) &&
  typeof body["code"] === "string" &&
  typeof body["detail"] === "string";

function fieldsOf(problem: Problem | undefined) {
  if (problem?.errors) return problem.errors;
  return problem?.field === undefined
    ? []
    : [{ field: problem.field, message: problem.detail }];
}
