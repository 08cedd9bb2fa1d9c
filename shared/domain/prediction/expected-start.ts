/** When a task that joins a queue now will start: what must end before it, at the rate of the last minutes. */
import type { Depth } from "../depth.ts";
import {
  NO_PREDICTED_STARTS,
  type PredictedStarts,
} from "../predicted-starts.ts";
import { QUEUE_CLASSES, type QueueClass, type Task } from "../task.ts";
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
  const start =
    waiting === 0 && isBusy(last)
      ? afterRuns(1, rateOf(QUEUE_CLASSES, depths), now)
      : afterRuns(waiting, rateOf([queueClass], depths), now);
  return start && (start > notBefore ? start : notBefore);
}

/** Every place was taken, so that whoever comes first waits for the first run that ends, of whichever class. */
function isBusy({ classes, system }: Depth): boolean {
  const running = sum(Object.values(classes).map((each) => each.running));
  return system?.slots !== undefined && running >= system.slots;
}

function afterRuns(
  runs: number,
  perMinute: number,
  now: Date,
): Date | undefined {
  if (runs === 0) return later(now, IDLE_MS);
  return perMinute === 0
    ? undefined
    : later(now, IDLE_MS + (runs / perMinute) * MINUTE_MS);
}

/** Runs of these classes per minute. */
function rateOf(
  classes: readonly QueueClass[],
  depths: readonly Depth[],
): number {
  const recent = depths.slice(-RATE_MINUTES);
  const runs = recent.flatMap((depth) =>
    classes.map((name) => depth.runs?.[name] ?? 0),
  );
  return sum(runs) / recent.length;
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((all, each) => all + each, 0);

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
