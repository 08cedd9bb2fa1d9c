/**
 * Turns whatever was thrown into a problem. The journal keeps its id and code, so that a caller's
 * `requestId` is found again; what nobody expected goes there whole, and not to the caller.
 */
import type { MiddlewareObj } from "@middy/core";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
} from "aws-lambda";
import type { Journal } from "../../ports/journal.ts";
import { QueueError } from "../../ports/task-queue.ts";
import { StoreError } from "../../ports/task-store.ts";
import { problem, ProblemError } from "./problem.ts";
import { toResult } from "./reply.ts";

/** Something that a route waits for did not come. */
export class OutOfTimeError extends Error {
  override readonly name = "OutOfTimeError";
}

export function withProblems(
  journal: Journal,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { error, context, event } = request;
      const requestId = context.awsRequestId;
      noteProblem(journal, error, event);
      request.response = toResult(toProblem(error, requestId), requestId);
    },
  };
}

export function noteProblem(
  journal: Journal,
  error: unknown,
  { requestContext: { routeKey: route } }: APIGatewayProxyEventV2,
): void {
  journal.note(
    error instanceof ProblemError
      ? { event: "request-refused", route, code: error.code }
      : { event: "request-failed", level: "error", route, error },
  );
}

export function toProblem(
  error: unknown,
  requestId: string,
): ReturnType<typeof problem> {
  if (error instanceof ProblemError)
    return problem(error.code, error.details, requestId);
  if (error instanceof StoreError || error instanceof QueueError)
    return problem(
      "dependency-unavailable",
      {
        detail: "The service cannot reach its table at present; try again.",
        retryAfterSeconds: 5,
      },
      requestId,
    );
  if (error instanceof OutOfTimeError)
    return problem(
      "dependency-unavailable",
      {
        detail:
          "The service took too long. What was asked may be done all the same: try again, a submission with the same Idempotency-Key.",
        retryAfterSeconds: 5,
      },
      requestId,
    );
  const detail = "Report the requestId to an operator; nothing was lost.";
  return problem("internal-error", { detail }, requestId);
}
