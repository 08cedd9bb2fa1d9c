/** When a task that joins a queue now will start: what waits before it, at the rate of the last minutes. */
import type { Depth } from "../depth.ts";
import {
  NO_PREDICTED_STARTS,
  type PredictedStarts,
} from "../predicted-starts.ts";
import type { QueueClass, Task } from "../task.ts";
import { later } from "../timing.ts";

export interface Joining {
  readonly queueClass: QueueClass;
  /** Nothing starts it before. */
  readonly notBefore: Date;
}

const MINUTE_MS = 60_000;
/** What was noted longer ago says nothing of now. */
const MAX_AGE_MS = 3 * MINUTE_MS;
/** The rate is that of so many minutes. */
export const RATE_MINUTES = 10;
/** An idle executor finds it within that. */
const IDLE_MS = 1_000;

/** `undefined`: no executor was seen, or none of the class's tasks ran, so that nobody can tell. */
export function expectedStart(
  { queueClass, notBefore }: Joining,
  depths: readonly Depth[],
  now: Date,
): Date | undefined {
  const last = depths.at(-1);
  if (!last?.system || last.at < later(now, -MAX_AGE_MS)) return undefined;
  const { waiting } = last.classes[queueClass];
  const start = afterQueue(waiting, rateOf(queueClass, depths), now);
  return start && (start > notBefore ? start : notBefore);
}

function afterQueue(
  waiting: number,
  perMinute: number,
  now: Date,
): Date | undefined {
  if (waiting === 0) return later(now, IDLE_MS);
  return perMinute === 0
    ? undefined
    : later(now, IDLE_MS + (waiting / perMinute) * MINUTE_MS);
}

/** Runs per minute. */
function rateOf(queueClass: QueueClass, depths: readonly Depth[]): number {
  const recent = depths.slice(-RATE_MINUTES);
  const runs = recent.map((depth) => depth.runs?.[queueClass] ?? 0);
  return runs.reduce((sum, count) => sum + count, 0) / recent.length;
}

export interface StartKept {
  /** 1: within half a minute, or within a quarter of the wait that was told; else 0. */
  readonly PredictedStartKept: 0 | 1;
  /** Milliseconds, to either side. */
  readonly PredictedStartError: number;
}

/** How what was told at the acceptance was kept; `undefined` unless this is the first that happens to the task. */
export function startKept(
  { predictedStartAt, createdAt, fence }: Task,
  startedAt: Date,
): StartKept | undefined {
  if (!predictedStartAt || fence !== FIRST_CLAIM) return undefined;
  const waitMs = predictedStartAt.getTime() - createdAt.getTime();
  const errorMs = Math.abs(startedAt.getTime() - predictedStartAt.getTime());
  const tolerance = Math.max(MINUTE_MS / 2, waitMs / 4);
  return {
    PredictedStartKept: errorMs <= tolerance ? 1 : 0,
    PredictedStartError: errorMs,
  };
}

/** @param task as it was claimed */
export function predictedStartsOf(task: Task): PredictedStarts {
  const judged = task.startedAt && startKept(task, task.startedAt);
  if (!judged) return NO_PREDICTED_STARTS;
  const { PredictedStartKept: kept, PredictedStartError: errorMs } = judged;
  return { count: 1, kept, errorMs };
}

/** A new task has the fence 0, and each change of state adds one. */
const FIRST_CLAIM = 1;
