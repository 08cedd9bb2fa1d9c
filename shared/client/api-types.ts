/**
 * What goes over the wire between an agent and the service. Times are ISO 8601 UTC, durations
 * milliseconds. Written from docs/openapi.json by `npm run docs:write`: change the schemas instead.
 */

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The task's class of urgency. */
export type Priority = "urgent" | "high" | "normal" | "low";

/** Where a task is in its life. */
export type TaskStatus =
  | "scheduled"
  | "queued"
  | "running"
  | "blocked"
  | "succeeded"
  | "failed"
  | "cancelled";

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

/** How far the notice of the end has come, of a finished task with a `callbackUrl`. */
export interface Callback {
  readonly status: "pending" | "delivered" | "failed";
  /** Begun so far; at most ten. */
  readonly tries: number;
  /** The HTTP status of the last answer. */
  readonly lastStatus?: number;
  /** Why the last try got no answer. */
  readonly lastProblem?: string;
}

/** A task as its agent sees it. */
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
  readonly callback?: Callback;
  /** As it was sent. */
  readonly metadata?: JsonObject;
}

/** Tasks of the caller, the newest first. */
export interface TaskPage {
  readonly items: readonly Task[];
  /** Where the next page begins; absent on the last one. */
  readonly cursor?: string;
}

/** That a request was accepted. */
export interface Receipt {
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly priority: Priority;
  readonly createdAt: string;
  readonly predictedStartAt?: string;
}

/** What `POST /tasks` would have answered to one request. */
export type BatchItem =
  | {
      readonly status: 202;
      readonly task: Receipt;
    }
  | {
      readonly status: number;
      readonly problem: Problem;
      readonly retryAfterMs?: number;
    };

/** One item for each request, in their order. */
export interface BatchAnswer {
  readonly items: readonly BatchItem[];
}

/** What an agent asks for. */
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
  /** A signed notice of the end is posted there. */
  readonly callbackUrl?: string;
}

/** What is wrong with one field. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** RFC 9457 problem details. */
export interface Problem {
  /** Where this kind of problem is explained. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** What was wrong with this request, and what to do. */
  readonly detail: string;
  /** The first field that was wrong. */
  readonly field?: string;
  readonly errors?: readonly FieldProblem[];
  /** By it an operator finds the request in the journal. */
  readonly requestId: string;
}
