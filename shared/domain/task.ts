/**
 * A task: what is known about one request, from its acceptance to its end. The states and the ways
 * between them are drawn in docs/state-machine.md, which a test compares with `STATUSES` here.
 */
import { type OutcomeName, OUTCOMES, type Usage } from "./outcome.ts";

export type TaskId = string & { readonly __brand: "TaskId" };

export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** One queue each. A task with `executeAt` travels through `scheduled`, whatever its priority. */
export const QUEUE_CLASSES = [
  "urgent",
  "high",
  "normal",
  "scheduled",
  "low",
] as const;
export type QueueClass = (typeof QUEUE_CLASSES)[number];

export const STATUSES = [
  "scheduled",
  "queued",
  "running",
  "blocked",
  "succeeded",
  "failed",
  "cancelled",
] as const;
export type TaskStatus = (typeof STATUSES)[number];

/** Why a task failed or is held back: an outcome's name, or one of ours. */
export const ERROR_CODES = [...OUTCOMES, "poison", "cancelled"] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface TaskError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Whether sending the same request again could succeed. */
  readonly retryable: boolean;
  /** When the account's limit ends, for a task that waits for it. */
  readonly unlockAt?: Date;
  /** The task waits for a new login. */
  readonly sessionTimeout?: boolean;
}

/** What the last run left behind, without the answer itself. */
export interface RunRecord {
  readonly outcome: OutcomeName;
  readonly executionTimeMs: number;
  readonly sessionId?: string;
  readonly usage?: Usage;
  readonly warnings?: readonly string[];
  readonly truncated?: boolean;
  readonly resultBytes?: number;
}

/** A run that cost an attempt. */
export interface Attempt {
  readonly outcome: OutcomeName;
  readonly at: Date;
  /** The CLI's words, shortened. */
  readonly reason?: string;
}

/** The right to run a task, for a time: only the holder may write, and only until `until`. */
export interface Lease {
  readonly executorId: string;
  readonly until: Date;
}

export const CALLBACK_STATUSES = ["pending", "delivered", "failed"] as const;

/** How far the notice of a task's end has come. */
export interface Callback {
  /** Names this end of the task in every try: receivers tell a repetition by it. */
  readonly id: string;
  readonly status: (typeof CALLBACK_STATUSES)[number];
  /** Those begun, whatever became of them. */
  readonly tries: number;
  /** The HTTP status of the last answer. */
  readonly lastStatus?: number;
  /** Why the last try got no answer. */
  readonly lastProblem?: string;
}

export interface Task {
  readonly id: TaskId;
  readonly agent: string;
  readonly priority: Priority;
  readonly queueClass: QueueClass;
  readonly status: TaskStatus;
  /**
   * The fencing token: it grows with each change of state, and every write after the first is
   * refused unless it names the fence it saw.
   */
  readonly fence: number;
  /** Names the latest message sent for this task. */
  readonly dispatchId: string;
  /** When the clock must look at the task; absent once nothing is to be done for it any more. */
  readonly wakeAt?: Date;
  /** Nothing starts it before: its `executeAt`, or the end of a retry's delay. */
  readonly notBefore: Date;
  readonly timeoutMs: number;
  /** Runs that failed by the task's own fault. */
  readonly failures: number;
  /** Of these, what a redrive forgave: it starts anew with as many runs as a new task. */
  readonly forgiven: number;
  /** Rate limits that it met while others were answered in between. */
  readonly refusals: number;
  /** The runs that `failures` counts, the first first. */
  readonly history: readonly Attempt[];
  /** Leases that lapsed, because an executor died. */
  readonly lapses: number;
  /** Times it was queued again without an attempt spent. */
  readonly returns: number;
  readonly createdAt: Date;
  /** Of the request that submitted it: what the journal of whoever accepted it calls `requestId`. */
  readonly requestId?: string;
  readonly executeAt?: Date;
  /** When it would start, as was told when it was accepted. */
  readonly predictedStartAt?: Date;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
  readonly lease?: Lease;
  readonly error?: TaskError;
  readonly lastRun?: RunRecord;
  /** Where to post a notice of the end. */
  readonly callbackUrl?: string;
  /** Of a finished task that has a `callbackUrl`. */
  readonly callback?: Callback;
}

/** What the agent asked for; kept apart from the task because it can be large. */
export interface TaskRequest {
  readonly prompt: string;
  /** Appended to the CLI's own system prompt. */
  readonly systemPrompt?: string;
  /** Given to the model as a JSON block after the prompt. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly model?: string;
  readonly maxTurns?: number;
  readonly maxBudgetUsd?: number;
}

export type Metadata = Readonly<Record<string, unknown>>;

const FINISHED: ReadonlySet<TaskStatus> = new Set([
  "succeeded",
  "failed",
  "cancelled",
]);

const WAITING: ReadonlySet<TaskStatus> = new Set([
  "scheduled",
  "queued",
  "blocked",
]);

/** Whether it waits for its next run, for whatever reason. */
export const isWaiting = (task: Pick<Task, "status">): boolean =>
  WAITING.has(task.status);

export const isFinished = (task: Pick<Task, "status">): boolean =>
  FINISHED.has(task.status);

/** By what a task is followed through the journals of all who have to do with it. */
export const correlationOf = ({
  id,
  requestId,
}: Pick<Task, "id" | "requestId">): Pick<Task, "requestId"> & {
  readonly taskId: TaskId;
} => ({ taskId: id, ...(requestId !== undefined && { requestId }) });

/** Own failures so far, plus the final run where there was one. */
export const attemptsOf = (task: Task): number =>
  task.status === "succeeded" ? task.failures + 1 : task.failures;
