/**
 * A task's way from state to state: each function takes the task as it was seen and gives it as it
 * shall be. They decide; the store writes, and refuses when the fence has moved.
 */
import { backoffMs } from "./backoff.ts";
import type { CliRun } from "./outcome.ts";
import type { ErrorCode, RunRecord, Task, TaskError } from "./task.ts";
import {
  later,
  MAX_MESSAGE_DELAY_MS,
  RESEND_AFTER_MS,
  SWEEP_AHEAD_MS,
  UNSENT_GRACE_MS,
} from "./timing.ts";
import { isRetryable, verdictOf } from "./verdict.ts";

/** Runs in all for failures that are the task's own. */
export const MAX_RUNS = 3;
/** More lapsed leases than this, and the task is taken for the cause. */
export const MAX_LAPSES = 5;
/** As many returns without an attempt spent, and the task is taken for the cause. */
export const MAX_RETURNS = 50;

/** Whether its time is near enough for a message; later ones are left to the sweeper. */
export const isSendable = (task: Pick<Task, "notBefore">, now: Date): boolean =>
  task.notBefore.getTime() - now.getTime() <= MAX_MESSAGE_DELAY_MS;

/** When the sweeper must look at a waiting task whose message is not known to be sent. */
export const wakeAtUnsent = (notBefore: Date, now: Date): Date =>
  isSendable({ notBefore }, now)
    ? later(now, UNSENT_GRACE_MS)
    : later(notBefore, -SWEEP_AHEAD_MS);

/** The same, once the message is known to be sent. */
export const wakeAtSent = (task: Task, now: Date): Date =>
  later(task.notBefore > now ? task.notBefore : now, RESEND_AFTER_MS);

/** Chance enters here only: the jitter of delays, and the id of the next message. */
export interface Dice {
  /** A number in [0, 1). */
  readonly random: number;
  readonly dispatchId: string;
}

/** After a run: finished, or waiting for another one. */
export function afterRun(task: Task, run: CliRun, now: Date, dice: Dice): Task {
  const lastRun = recordOf(run);
  const message = run.reason ?? `The run ended as ${run.outcome}.`;
  const error = errorOf(run.outcome, message, isRetryable(run.outcome));
  switch (verdictOf(run.outcome)) {
    case "done":
      return finished(
        { ...withoutError(task), status: "succeeded", lastRun },
        now,
      );
    case "fail":
      return failed({ ...spent(task), lastRun }, error, now);
    case "retry": {
      const tried = { ...spent(task), lastRun };
      if (tried.failures >= MAX_RUNS) return failed(tried, error, now);
      const delayMs = backoffMs(tried.failures, dice.random);
      return waiting({ ...tried, error }, later(now, delayMs), now, dice);
    }
    case "wait": {
      const unlockAt = run.resetsAt;
      const notBefore =
        unlockAt ?? later(now, backoffMs(task.returns + 1, dice.random));
      const held = unlockAt ? { ...error, unlockAt } : error;
      return returned({ ...task, lastRun, error: held }, notBefore, now, dice);
    }
    case "return":
      return returned({ ...task, lastRun }, now, now, dice);
  }
}

/** Queued again without an attempt spent; too many of these end as `poison`. */
function returned(task: Task, notBefore: Date, now: Date, dice: Dice): Task {
  const counted = { ...task, returns: task.returns + 1 };
  return counted.returns >= MAX_RETURNS
    ? failed(counted, poison(`it came back ${String(MAX_RETURNS)} times`), now)
    : waiting(counted, notBefore, now, dice);
}

/** Its executor died: the lease is over and nobody beat it. */
export function afterLapse(task: Task, now: Date, dispatchId: string): Task {
  const counted = { ...task, lapses: task.lapses + 1 };
  return counted.lapses > MAX_LAPSES
    ? failed(
        counted,
        poison(`its executor died ${String(counted.lapses)} times`),
        now,
      )
    : waiting(counted, now, now, { random: 0, dispatchId });
}

export const afterCancel = (task: Task, now: Date): Task =>
  finished(
    {
      ...task,
      status: "cancelled",
      error: errorOf("cancelled", "The task was cancelled.", true),
    },
    now,
  );

function waiting(task: Task, notBefore: Date, now: Date, dice: Dice): Task {
  const { lease: _, ...rest } = task;
  return {
    ...rest,
    status: "queued",
    fence: task.fence + 1,
    dispatchId: dice.dispatchId,
    notBefore,
    wakeAt: wakeAtUnsent(notBefore, now),
  };
}

function finished(task: Task, now: Date): Task {
  const { lease: _lease, wakeAt: _wakeAt, ...rest } = task;
  return { ...rest, fence: task.fence + 1, finishedAt: now };
}

const failed = (task: Task, error: TaskError, now: Date): Task =>
  finished({ ...task, status: "failed", error }, now);

const spent = (task: Task): Task => ({ ...task, failures: task.failures + 1 });

function withoutError(task: Task): Task {
  const { error: _, ...rest } = task;
  return rest;
}

const poison = (why: string): TaskError =>
  errorOf("poison", `The task was given up: ${why}.`, true);

const errorOf = (
  code: ErrorCode,
  message: string,
  retryable: boolean,
): TaskError => ({ code, message, retryable });

function recordOf(run: CliRun): RunRecord {
  const { reason: _, resetsAt: _at, result: _result, ...record } = run;
  return record;
}
