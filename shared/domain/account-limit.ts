/**
 * What the account allows: closed by a refusal, tried by one canary when its time is over, opened
 * step by step when the canary got its answer. Pure; one state for all executors.
 */
import { backoffMs } from "./backoff.ts";
import type { OutcomeName, UsageWindow } from "./outcome.ts";
import type { TaskId } from "./task.ts";
import { later } from "./timing.ts";

export const LIMIT_REASONS = [
  "usage-limit",
  "rate-limit",
  "outage",
  /** No limit at all, but a stop that was cleared: over at once, and then as after a limit. */
  "ramp-up",
] as const;
export type LimitReason = (typeof LIMIT_REASONS)[number];

/** A run that found the API unavailable. */
export interface Unavailable {
  readonly taskId: TaskId;
  readonly at: Date;
}

export interface AccountLimit {
  readonly closed?: {
    readonly reason: LimitReason;
    readonly since: Date;
    /** Then one canary may try. */
    readonly until: Date;
  };
  /** Until then no other canary starts. */
  readonly canaryUntil?: Date;
  /** When it was opened: the start of the ramp. */
  readonly openedAt?: Date;
  /** Refusals since a run was last answered: what the back-off grows by. */
  readonly refusals: number;
  /** Since the last success, at most `KEPT`, the latest last. */
  readonly unavailable: readonly Unavailable[];
  /** Usage windows that are nearly used up, as the last run that knew of any saw them. */
  readonly nearlyUsed?: readonly UsageWindow[];
  /** Runs in a row, of whatever task, that failed without a fault of the account. */
  readonly failuresInARow: number;
}

export const UNLIMITED: AccountLimit = {
  refusals: 0,
  unavailable: [],
  failuresInARow: 0,
};

/** A refusal comes within a second; a canary that was not refused for so long counts as lost. */
export const CANARY_MS = 30_000;
/** While it opens, the places of each executor double after each step, from one. */
export const RAMP_STEP_MS = 5_000;
/** So many tasks that find the API unavailable within `OUTAGE_WINDOW_MS` are an outage. */
export const OUTAGE_TASKS = 3;
export const OUTAGE_WINDOW_MS = 60_000;
/** So many failures in a row raise an alert, once. */
export const ALERT_FAILURES = 5;
const KEPT = 10;
/** From here on a usage window is worth a warning. */
const NEARLY_USED = 0.9;

export type Allowance =
  | { readonly kind: "closed"; readonly until: Date }
  /** One task may start, by whoever takes the canary. */
  | { readonly kind: "canary" }
  /** So many tasks at once may run on each executor. */
  | { readonly kind: "open"; readonly places: number };

export function allowance(limit: AccountLimit, now: Date): Allowance {
  const { closed, canaryUntil, openedAt } = limit;
  if (closed) {
    if (closed.until > now) return { kind: "closed", until: closed.until };
    return canaryUntil && canaryUntil > now
      ? { kind: "closed", until: canaryUntil }
      : { kind: "canary" };
  }
  if (!openedAt) return { kind: "open", places: Number.POSITIVE_INFINITY };
  const steps = (now.getTime() - openedAt.getTime()) / RAMP_STEP_MS;
  return { kind: "open", places: 2 ** Math.max(0, Math.floor(steps)) };
}

/** After a stop: one canary first, then step by step, unless a limit demands the same already. */
export const withRampUp = (limit: AccountLimit, now: Date): AccountLimit =>
  limit.closed
    ? limit
    : { ...limit, closed: { reason: "ramp-up", since: now, until: now } };

/** `undefined` when no canary may start now. */
export function withCanary(
  limit: AccountLimit,
  now: Date,
): AccountLimit | undefined {
  return allowance(limit, now).kind === "canary"
    ? { ...limit, canaryUntil: later(now, CANARY_MS) }
    : undefined;
}

/** What one run showed about the account. */
export interface Observation {
  readonly taskId: TaskId;
  readonly outcome: OutcomeName;
  /** When a usage limit ends, if the CLI knew. */
  readonly resetsAt?: Date;
  readonly usageWindows?: readonly UsageWindow[];
  readonly now: Date;
  /** A number in [0, 1), for the jitter. */
  readonly random: number;
}

/** The state after a run; the same object when the run changed nothing. */
export const observed = (
  limit: AccountLimit,
  seen: Observation,
): AccountLimit => withWindows(afterOutcome(limit, seen), seen.usageWindows);

function withWindows(
  limit: AccountLimit,
  windows: readonly UsageWindow[] | undefined,
): AccountLimit {
  if (!windows) return limit;
  const near = windows.filter(
    ({ utilization = 0 }) => utilization >= NEARLY_USED,
  );
  if (sameWindows(near, limit.nearlyUsed ?? [])) return limit;
  const { nearlyUsed: _, ...rest } = limit;
  return near.length === 0 ? rest : { ...rest, nearlyUsed: near };
}

/** To the percent: a change below that is not worth a write. */
const sameWindows = (
  some: readonly UsageWindow[],
  others: readonly UsageWindow[],
): boolean => inPercent(some) === inPercent(others);

const inPercent = (windows: readonly UsageWindow[]): string =>
  JSON.stringify(
    windows.map(({ name, utilization = 0, resetsAt }) => [
      name,
      Math.floor(utilization * 100),
      resetsAt,
    ]),
  );

function afterOutcome(limit: AccountLimit, seen: Observation): AccountLimit {
  switch (seen.outcome) {
    case "usage-limit":
    case "rate-limit":
      return refused(limit, seen.outcome, seen);
    case "unavailable":
      return afterUnavailable(limit, seen);
    case "crashed":
    case "empty-result":
    case "unknown":
      return {
        ...withoutCanary(limit),
        failuresInARow: limit.failuresInARow + 1,
      };
    case "success":
      return answered(limit, seen.now);
    case "budget-reached":
      // It worked for a while: the account answered, though the task failed.
      return answered(limit, seen.now);
    case "session-expired":
    case "billing":
    case "invalid-request":
    case "misconfigured":
    case "interrupted":
    case "timeout":
      // It may have hung without a word; a run that was answered has said so when it was.
      return withoutCanary(limit);
  }
}

/** The API has answered a run: what was half open opens, and nothing is held against anybody. */
export function answered(limit: AccountLimit, now: Date): AccountLimit {
  const { closed, refusals, unavailable, failuresInARow } = limit;
  // A run that began before the closing and ended well says nothing about the present.
  if (closed && closed.until > now) return limit;
  const isClean =
    !closed && refusals + unavailable.length + failuresInARow === 0;
  if (isClean) return limit;
  const { openedAt, nearlyUsed } = limit;
  return {
    ...UNLIMITED,
    ...(nearlyUsed && { nearlyUsed }),
    ...(closed ? { openedAt: now } : openedAt && { openedAt }),
  };
}

/** A person says that the limit is over: nothing is held against anybody, and everything may start. */
export const openedByHand = ({ nearlyUsed }: AccountLimit): AccountLimit => ({
  ...UNLIMITED,
  ...(nearlyUsed && { nearlyUsed }),
});

/** Whether this observation made the outage known. */
export const isOutage = (limit: AccountLimit): boolean =>
  limit.closed?.reason === "outage";

/** An alert is due when the count passes the threshold, and not again before a success. */
export const raisesAlert = (
  before: AccountLimit,
  after: AccountLimit,
): boolean =>
  before.failuresInARow < ALERT_FAILURES &&
  after.failuresInARow >= ALERT_FAILURES;

function afterUnavailable(
  limit: AccountLimit,
  seen: Observation,
): AccountLimit {
  const { taskId, now } = seen;
  const unavailable = [...limit.unavailable, { taskId, at: now }].slice(-KEPT);
  const failing = {
    ...limit,
    unavailable,
    failuresInARow: limit.failuresInARow + 1,
  };
  const since = later(now, -OUTAGE_WINDOW_MS);
  const tasks = new Set(
    unavailable.filter(({ at }) => at > since).map((each) => each.taskId),
  );
  // While it is half open, the canary alone decides.
  return tasks.size >= OUTAGE_TASKS || limit.closed
    ? refused(failing, "outage", seen)
    : failing;
}

function refused(
  limit: AccountLimit,
  reason: LimitReason,
  { now, random, resetsAt }: Observation,
): AccountLimit {
  const { closed, openedAt: _, canaryUntil: _canary, ...rest } = limit;
  const isClosed = closed !== undefined && closed.until > now;
  // Those that were under way when it closed are refused together, and count once.
  const refusals = isClosed ? limit.refusals : limit.refusals + 1;
  // A reset that is over already tells no time: without the back-off it were tried without a pause.
  const isAhead = resetsAt !== undefined && resetsAt > now;
  const until = isAhead ? resetsAt : later(now, backoffMs(refusals, random));
  if (isClosed && closed.until >= until) return limit;
  const since = closed?.since ?? now;
  return { ...rest, refusals, closed: { reason, since, until } };
}

/** The canary found nothing out: another may try. */
export function withoutCanary(limit: AccountLimit): AccountLimit {
  if (!limit.canaryUntil) return limit;
  const { canaryUntil: _, ...rest } = limit;
  return rest;
}
