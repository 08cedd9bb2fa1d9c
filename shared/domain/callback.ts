/**
 * The notice of a task's end, on its way to the URL that the request named: when it is tried, and
 * what becomes of it. Its state is part of the finished task, so no process's death can lose it.
 */
import type { Callback, Task } from "./task.ts";
import { later } from "./timing.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * The wait after each try but the last. The schedule that the specification proposes:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const;
export const MAX_CALLBACK_TRIES = WAITS_MS.length + 1;
/** What failed together shall not come back together. */
const JITTER_RATIO = 0.1;
/** For so long a try belongs to whoever began it. Longer than a try can take. */
export const CALLBACK_LEASE_MS = 30 * SECOND_MS;
/** A receiver says by this status that it wants no more. */
const GONE = 410;

/** What became of one try. */
export type TryEnd =
  | { readonly kind: "answered"; readonly status: number }
  | { readonly kind: "unreachable"; readonly problem: string }
  /** The target is one that nothing may be posted to. */
  | { readonly kind: "forbidden"; readonly problem: string };

/** A finished task as its row shall be: when its request named a URL, its notice is due now. */
export const withCallbackDue = (task: Task, now: Date): Task =>
  task.callbackUrl === undefined
    ? task
    : { ...task, wakeAt: now, callback: newCallback(task) };

/** The fence has grown with the end, and grows with each further one: so each has an id of its own. */
const newCallback = ({ id, fence }: Task): Callback => ({
  id: `msg_${id}_${fence}`,
  status: "pending",
  tries: 0,
});

/** What its finished task's callback needs now. */
export type CallbackStep =
  | { readonly kind: "none" }
  | { readonly kind: "give-up"; readonly next: Task }
  | {
      readonly kind: "try";
      readonly next: Task;
      readonly url: string;
      readonly id: string;
    };

/** `next` counts the try before it is made, and is due again should whoever makes it die. */
export function nextCallbackStep(task: Task, now: Date): CallbackStep {
  const { callback, callbackUrl: url, wakeAt } = task;
  if (callback?.status !== "pending" || url === undefined)
    return { kind: "none" };
  if (!wakeAt || wakeAt > now) return { kind: "none" };
  if (callback.tries >= MAX_CALLBACK_TRIES)
    return { kind: "give-up", next: settled(task, "failed") };
  const tries = callback.tries + 1;
  return {
    kind: "try",
    url,
    id: callback.id,
    next: {
      ...task,
      wakeAt: later(now, CALLBACK_LEASE_MS),
      callback: { ...callback, tries },
    },
  };
}

/** @param random a number in [0, 1) */
export function afterCallbackTry(
  task: Task,
  end: TryEnd,
  { now, random }: { readonly now: Date; readonly random: number },
): Task {
  const { callback } = task;
  if (!callback) return task;
  const { id, status, tries } = callback;
  const tried = { ...task, callback: { id, status, tries, ...lastOf(end) } };
  if (isTaken(end)) return settled(tried, "delivered");
  const waitMs = WAITS_MS[tries - 1];
  if (isRefused(end) || waitMs === undefined) return settled(tried, "failed");
  const jitterMs = Math.round(waitMs * JITTER_RATIO * random);
  return { ...tried, wakeAt: later(now, waitMs + jitterMs) };
}

function lastOf(end: TryEnd): Pick<Callback, "lastStatus" | "lastProblem"> {
  return end.kind === "answered"
    ? { lastStatus: end.status }
    : { lastProblem: end.problem };
}

const isTaken = (end: TryEnd): boolean =>
  end.kind === "answered" && end.status >= 200 && end.status < 300;

/** Another try would meet the same. */
const isRefused = (end: TryEnd): boolean =>
  end.kind === "forbidden" || (end.kind === "answered" && end.status === GONE);

/** Nobody needs to look at the row any more. */
function settled(task: Task, status: "delivered" | "failed"): Task {
  const { wakeAt: _, ...rest } = task;
  return task.callback
    ? { ...rest, callback: { ...task.callback, status } }
    : rest;
}

/** Thin on purpose: whoever reads it by mistake learns no prompt and no answer. */
export const callbackBody = ({ id, status, finishedAt }: Task): string =>
  JSON.stringify({
    type: "task.finished",
    timestamp: finishedAt,
    data: { taskId: id, status },
  });

/** Of a URL, what may be told: its path and query often hold secrets. */
export const originOf = (url: string): string =>
  /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0] ?? "";
