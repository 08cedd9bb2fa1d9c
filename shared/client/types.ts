/**
 * What goes over the wire between an agent and the service. Times are ISO 8601 UTC, durations
 * milliseconds. Tests hold these types against the service's own schemas and real answers
 * (test/unit/client/types.test.ts, test/functional/client-types.test.ts).
 */

export type Priority = "urgent" | "high" | "normal" | "low";

export type TaskStatus =
  | "scheduled"
  | "queued"
  | "running"
  | "blocked"
  | "succeeded"
  | "failed"
  | "cancelled";

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The body of `POST /tasks`. */
export interface SubmitRequest {
  /** 1 byte to 1 MiB of UTF-8. */
  readonly prompt: string;
  /** `normal` unless said otherwise. */
  readonly priority?: Priority;
  /** Bounds one run of the CLI, not the wait for it: 1 s to 12 h, 300000 (5 minutes) unless said otherwise. */
  readonly timeout?: number;
  /** Nothing starts it before; at most a year ahead. */
  readonly executeAt?: string;
  /** Given to the model as a JSON block after the prompt. */
  readonly context?: JsonObject;
  readonly model?: string;
  /** Appended to the CLI's own system prompt; at most 64 KiB. */
  readonly systemPrompt?: string;
  readonly maxTurns?: number;
  readonly maxBudgetUsd?: number;
  /** Stored and given back, nothing more. */
  readonly metadata?: JsonObject;
  /** Where a signed notice of the end is posted; docs/callbacks.md says how to take it. */
  readonly callbackUrl?: string;
}

/** What `POST /tasks` answers. */
export interface Receipt {
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly priority: Priority;
  readonly createdAt: string;
  readonly predictedStartAt?: string;
}

/** What `POST /tasks/batch` answers: one item for each request, in their order. */
export interface BatchAnswer {
  readonly items: readonly BatchItem[];
}

export type BatchItem =
  | { readonly status: 202; readonly task: Receipt }
  | {
      readonly status: number;
      readonly problem: Problem;
      readonly retryAfterMs?: number;
    };

/** What a run came to, or one of the service's own; docs/errors.md says what to do about each. */
export type TaskErrorCode =
  | "success"
  | "empty-result"
  | "usage-limit"
  | "rate-limit"
  | "unavailable"
  | "session-expired"
  | "billing"
  | "invalid-request"
  | "misconfigured"
  | "budget-reached"
  | "interrupted"
  | "crashed"
  | "timeout"
  | "unknown"
  | "poison"
  | "cancelled";

/** Why a task failed, or what holds back an unfinished one. */
export interface TaskError {
  readonly code: TaskErrorCode;
  readonly message: string;
  /** Whether sending the same request again could succeed. */
  readonly retryable: boolean;
  /** When the account's limit ends for which the task waits. */
  readonly unlockAt?: string;
  /** The task waits for a new login. */
  readonly sessionTimeout?: boolean;
}

/** Of the last run. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly turns: number;
}

export interface Task {
  readonly taskId: string;
  readonly agent: string;
  readonly status: TaskStatus;
  readonly priority: Priority;
  /** Absent while the task is unfinished. */
  readonly success?: boolean;
  /** The model's answer. */
  readonly result?: string;
  readonly error?: TaskError;
  /** For example: tools that were refused. */
  readonly warnings?: readonly string[];
  /** Milliseconds that the last run took. */
  readonly executionTime?: number;
  /** Failures of its own so far, plus the final run. */
  readonly attempts: number;
  /** The CLI's session of the last run. */
  readonly sessionId?: string;
  readonly usage?: Usage;
  /** `result` is only the beginning of the answer, which had `resultBytes` bytes. */
  readonly truncated?: boolean;
  readonly resultBytes?: number;
  readonly createdAt: string;
  readonly executeAt?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly predictedStartAt?: string;
  /** Of a finished task with a `callbackUrl`. */
  readonly callback?: Callback;
  readonly metadata?: JsonObject;
}

/** How far the notice of a task's end has come. */
export interface Callback {
  readonly status: "pending" | "delivered" | "failed";
  /** Begun so far; at most ten. */
  readonly tries: number;
  /** The HTTP status of the last answer. */
  readonly lastStatus?: number;
  /** Why the last try got no answer. */
  readonly lastProblem?: string;
}

/** A task that succeeded: what an execution resolves to. */
export interface ExecutionResult extends Task {
  readonly status: "succeeded";
  readonly success: true;
  readonly result: string;
  readonly executionTime: number;
}

/** What `GET /tasks` answers. */
export interface TaskPage {
  readonly items: readonly Task[];
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string;
}

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Every error of the service: RFC 9457 problem details. https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable; listed in docs/errors.md. */
  readonly code: string;
  /** What was wrong with this request, and what to do. */
  readonly detail: string;
  /** The first field that was wrong. */
  readonly field?: string;
  readonly errors?: readonly FieldProblem[];
  /** By it an operator finds the request in the logs. */
  readonly requestId: string;
}
