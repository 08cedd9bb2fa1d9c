/** What the package `ccsp` exports: the client for agents, its errors and its types. */
export { CCSPClient } from "./ccsp-client.ts";
export {
  CCSPError,
  ConflictError,
  ConnectionError,
  InvalidOptionsError,
  InvalidRequestError,
  NotFoundError,
  RateLimitedError,
  ServerError,
  ServiceStoppedError,
  SessionTimeoutError,
  TaskCancelledError,
  TaskFailedError,
  TooManyQueuedError,
  UnauthorizedError,
  UnexpectedAnswerError,
} from "./errors.ts";
export type * from "./options.ts";
export type { BatchResult } from "./submit.ts";
export type * from "./types.ts";
