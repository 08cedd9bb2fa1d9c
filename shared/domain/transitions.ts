/**
 * A task's way from state to state: each function takes the task as it was seen and gives it as it
 * shall be. They decide; the store writes, and refuses when the fence has moved.
 */
import { backoffMs } from "./backoff.ts";
import { withCallbackDue } from "./callback.ts";
import type { CliRun } from "./outcome.ts";
import {
  type ErrorCode,
  isFinished,
  type Priority,
  type RunRecord,
  type Task,
  type TaskError,
} from "./task.ts";
import {
  later,
  MAX_MESSAGE_DELAY_MS,
  RESEND_AFTER_MS,
  SWEEP_AHEAD_MS,
  UNSENT_GRACE_MS,
} from "./timing.ts";
import { isRetryable, type Verdict, verdictOf } from "./verdict.ts";

/** Runs in all for failures that are the task's own. */
export const MAX_RUNS = 3;
/** More lapsed leases than this, and the task is taken for the cause. */
export const MAX_LAPSES = 5;
/** From so many on, a rate limit that only this task meets costs it an attempt each time. */
export const MAX_REFUSALS = 3;
/** After so long every executor has seen that a gate is closed, and the gate alone holds the task. */
const SEEN_EVERYWHERE_MS = 3_000;
/** Of the CLI's words, what is kept with an attempt. */
const MAX_REASON_CHARACTERS = 300;
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

/** What is known of the account when a run ended. */
export interface Circumstances {
  /** Nobody may start before: the account's limit is closed until then. */
  readonly unlockAt?: Date;
  /** Other tasks find the API unavailable too: it is not this task's failure. */
  readonly isOutage?: boolean;
  /** Between this refusal and the one before, somebody was answered. */
  readonly isRefusedAlone?: boolean;
  /** The run found no login, but the login has come back since it began. */
  readonly isLoginBack?: boolean;
  /** A setting: a run that took too long is tried again. */
  readonly retriesTimeout?: boolean;
}

/** After a run: finished, or waiting for another one. */
export function afterRun(
  task: Task,
  run: CliRun,
  now: Date,
  dice: Dice,
  circumstances: Circumstances = {},
): Task {
  const message = run.reason ?? `The run ended as ${run.outcome}.`;
  const error = errorOf(run.outcome, message, isRetryable(run.outcome));
  const { isRefusedAlone = false } = circumstances;
  const seen = {
    ...task,
    lastRun: recordOf(run),
    refusals: task.refusals + Number(isRefusedAlone),
  };
  switch (verdictUnder(circumstances, seen, run)) {
    case "done":
      return finished({ ...withoutError(seen), status: "succeeded" }, now);
    case "fail":
      return failed(spent(seen, run, now), error, now);
    case "retry": {
      const tried = spent(seen, run, now);
      const failures = tried.failures - tried.forgiven;
      if (failures >= MAX_RUNS) return failed(tried, error, now);
      const delayMs = backoffMs(failures, dice.random);
      return waiting({ ...tried, error }, later(now, delayMs), now, dice);
    }
    case "wait": {
      const unlockAt = circumstances.unlockAt ?? run.resetsAt;
      const held = unlockAt ? { ...error, unlockAt } : error;
      const notBefore = circumstances.unlockAt
        ? later(now, SEEN_EVERYWHERE_MS)
        : (run.resetsAt ??
          later(now, backoffMs(task.returns + 1, dice.random)));
      return returned({ ...seen, error: held }, notBefore, now, dice);
    }
    case "block": {
      if (circumstances.isLoginBack) return returned(seen, now, now, dice);
      const login = { ...error, sessionTimeout: true };
      return blocked(returned({ ...seen, error: login }, now, now, dice), now);
    }
    case "return":
      return returned(seen, now, now, dice);
  }
}

/** The table's verdict, unless the circumstances know better whose fault it is. */
function verdictUnder(
  { isOutage, isRefusedAlone, retriesTimeout }: Circumstances,
  { refusals }: Task,
  { outcome }: CliRun,
): Verdict {
  if (outcome === "timeout" && retriesTimeout) return "retry";
  if (outcome === "unavailable" && isOutage) return "wait";
  if (outcome === "rate-limit" && isRefusedAlone && refusals >= MAX_REFUSALS)
    return "retry";
  return verdictOf(outcome);
}

/**
 * The attempts given back that it spent on an outage, which began at `since`. `undefined` when
 * there is none, or none any more: so nobody is given twice what he paid once.
 */
export function afterRefund(task: Task, since: Date): Task | undefined {
  const history = task.history.filter(
    ({ outcome, at }) => outcome !== "unavailable" || at < since,
  );
  const given = task.history.length - history.length;
  if (task.status !== "queued" || given === 0) return undefined;
  const failures = task.failures - given;
  return { ...task, fence: task.fence + 1, failures, history };
}

/** The login is back. */
export const afterUnblock = (task: Task, now: Date, dispatchId: string): Task =>
  waiting(withoutError(task), now, now, { random: 0, dispatchId });

/** Nobody sends it until the login is back. */
const blocked = (task: Task, now: Date): Task =>
  isFinished(task)
    ? task
    : { ...task, status: "blocked", wakeAt: later(now, RESEND_AFTER_MS) };

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

/** SQS gave up its message: something receives it again and again and never claims it. */
export const afterDeadMessage = (task: Task, now: Date): Task =>
  failed(task, poison("its message was received too often"), now);

/** A failed task begins anew; what it went through stays in its history. */
export function afterRedrive(task: Task, now: Date, dispatchId: string): Task {
  const { finishedAt: _, lastRun: _run, ...rest } = withoutError(task);
  const forgiven = { forgiven: task.failures, refusals: 0 };
  const anew = { ...rest, ...forgiven, lapses: 0, returns: 0 };
  return waiting(anew, now, now, { random: 0, dispatchId });
}

/** Another priority while it waits; one that has its own time goes on travelling with the scheduled. */
export function afterPriorityChange(
  task: Task,
  priority: Priority,
  now: Date,
  dispatchId: string,
): Task {
  const queueClass =
    task.queueClass === "scheduled" ? task.queueClass : priority;
  const fence = task.fence + 1;
  const moved = { ...task, priority, queueClass, fence, dispatchId };
  return task.status === "blocked"
    ? moved
    : { ...moved, wakeAt: wakeAtUnsent(task.notBefore, now) };
}

function waiting(task: Task, notBefore: Date, now: Date, dice: Dice): Task {
  const { lease: _lease, callback: _callback, ...rest } = task;
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
  const end = { ...rest, fence: task.fence + 1, finishedAt: now };
  return withCallbackDue(end, now);
}

const failed = (task: Task, error: TaskError, now: Date): Task =>
  finished({ ...task, status: "failed", error }, now);

function spent(task: Task, { outcome, reason }: CliRun, now: Date): Task {
  const short = reason?.slice(0, MAX_REASON_CHARACTERS);
  const attempt = { outcome, at: now, ...(short && { reason: short }) };
  return {
    ...task,
    failures: task.failures + 1,
    history: [...task.history, attempt],
  };
}

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
  const { reason: _, resetsAt: _at, result: _result, ...rest } = run;
  const { usageWindows: _windows, models: _models, ...record } = rest;
  return record;
}
