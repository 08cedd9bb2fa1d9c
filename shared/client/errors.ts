/** Every way in which a call can fail, each with a class of its own. No text in them holds the token. */
import type { FieldProblem, Problem, Task } from "./types.ts";

export interface ErrorDetails {
  /** The task that the call was about, if one was accepted. It goes on unless the error says otherwise. */
  readonly taskId?: string | undefined;
  /** By it an operator finds the request. */
  readonly requestId?: string | undefined;
  /** What the service answered. */
  readonly problem?: Problem | undefined;
  readonly cause?: unknown;
}

/** What all have in common. `code` is the problem's or the task's own, where there is one. */
export class CCSPError extends Error {
  override readonly name: string = "CCSPError";
  readonly code: string;
  readonly taskId: string | undefined;
  readonly requestId: string | undefined;
  readonly problem: Problem | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : {});
    this.code = code;
    this.taskId = details.taskId;
    this.requestId = details.requestId ?? details.problem?.requestId;
    this.problem = details.problem;
  }
}

/** The request is wrong, and will be the next time (400, 413). */
export class InvalidRequestError extends CCSPError {
  override readonly name: string = "InvalidRequestError";
  readonly fields: readonly FieldProblem[];

  constructor(
    code: string,
    message: string,
    fields: readonly FieldProblem[],
    details?: ErrorDetails,
  ) {
    super(code, message, details);
    this.fields = fields;
  }
}

/** The client was called wrongly; nothing was sent. */
export class InvalidOptionsError extends InvalidRequestError {
  override readonly name = "InvalidOptionsError";

  constructor(fields: readonly FieldProblem[]) {
    const words = fields.map(({ field, message }) => `${field} ${message}`);
    super("invalid-options", `${words.join("; ")}.`, fields);
  }
}

/** The token is no good (401), or not good for this (403). */
export class UnauthorizedError extends CCSPError {
  override readonly name = "UnauthorizedError";
}

/** There is no such task of yours. */
export class NotFoundError extends CCSPError {
  override readonly name = "NotFoundError";
}

/** The task's state, or an idempotency key used for another request, forbids it (409). */
export class ConflictError extends CCSPError {
  override readonly name = "ConflictError";
}

abstract class LaterError extends CCSPError {
  /** After so many milliseconds trying again makes sense, if the service said so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: string,
    message: string,
    retryAfterMs: number | undefined,
    details?: ErrorDetails,
  ) {
    super(code, message, details);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Too many tasks wait already (429), and did so for as long as the client tries. */
export class TooManyQueuedError extends LaterError {
  override readonly name = "TooManyQueuedError";
}

/** An emergency stop is in force: nothing is accepted until an operator clears it. What was accepted is kept. */
export class ServiceStoppedError extends LaterError {
  override readonly name = "ServiceStoppedError";
}

/** The service had an error of its own (5xx), or asked for fewer requests (429), for as long as the client tries. */
export class ServerError extends LaterError {
  override readonly name = "ServerError";
}

/** Nobody answered for as long as the client tries; `cause` is the last failure. */
export class ConnectionError extends CCSPError {
  override readonly name = "ConnectionError";
}

/** Somebody answered, but not as this service does: mostly a wrong `baseUrl`. */
export class UnexpectedAnswerError extends CCSPError {
  override readonly name = "UnexpectedAnswerError";
}

abstract class TaskProblemError extends CCSPError {
  /** The task as it was seen. */
  readonly task: Task;

  constructor(message: string, task: Task) {
    const { taskId, error } = task;
    super(error?.code ?? task.status, message, { taskId });
    this.task = task;
  }
}

/** The account's login is lost. The task stays queued: `wait(taskId)` gives its result when there is a new one. */
export class SessionTimeoutError extends TaskProblemError {
  override readonly name = "SessionTimeoutError";
  readonly sessionTimeout = true;
}

/** The account's limit holds the task back. It stays queued: `wait(taskId)` gives its result. */
export class RateLimitedError extends TaskProblemError {
  override readonly name = "RateLimitedError";
  /** When the limit ends. */
  readonly unlockAt: Date;

  constructor(message: string, task: Task, unlockAt: Date) {
    super(message, task);
    this.unlockAt = unlockAt;
  }
}

/** The task failed for good; `code` says why. */
export class TaskFailedError extends TaskProblemError {
  override readonly name = "TaskFailedError";
  /** Whether sending the same request again could succeed. */
  readonly retryable: boolean;

  constructor(message: string, task: Task) {
    super(message, task);
    this.retryable = task.error?.retryable ?? false;
  }
}

/** Somebody cancelled the task. */
export class TaskCancelledError extends TaskProblemError {
  override readonly name = "TaskCancelledError";
}
