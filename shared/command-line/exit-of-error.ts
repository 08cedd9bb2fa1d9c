/** Which exit code an error leads to. */
import {
  ConflictError,
  ConnectionError,
  InvalidRequestError,
  NotFoundError,
  ServerError,
  ServiceStoppedError,
  TaskCancelledError,
  TaskFailedError,
  TooManyQueuedError,
  UnauthorizedError,
  UnexpectedAnswerError,
} from "../client/errors.ts";
import { CommandError } from "./command-error.ts";
import type { ExitName } from "./exit-codes.ts";

const BY_ERROR = [
  [ServiceStoppedError, "stopped"],
  [TooManyQueuedError, "stopped"],
  [InvalidRequestError, "usage"],
  [UnauthorizedError, "refused"],
  [NotFoundError, "notFound"],
  [ConflictError, "conflict"],
  [TaskFailedError, "negative"],
  [TaskCancelledError, "negative"],
  [ConnectionError, "unreachable"],
  [ServerError, "unreachable"],
  [UnexpectedAnswerError, "unreachable"],
] as const;

export function exitNameOf(error: unknown): ExitName {
  if (error instanceof CommandError) return error.exit;
  const known = BY_ERROR.find(([kind]) => error instanceof kind);
  return known?.[1] ?? "bug";
}
