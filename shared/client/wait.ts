/** Waits for a task's end by long polls, one after another, through whatever happens to the service meanwhile. */
import {
  RateLimitedError,
  SessionTimeoutError,
  TaskCancelledError,
  TaskFailedError,
} from "./errors.ts";
import type { Connection } from "./exchange.ts";
import type { CallOptions, WaitOptions } from "./options.ts";
import { readTask } from "./read-answer.ts";
import { ANSWER_WITHIN_MS, request } from "./request.ts";
import { sleep } from "./sleep.ts";
import type { ExecutionResult, Task } from "./types.ts";

/**
 * Seconds that each poll is held; the last stands for all that follow. The service answers early
 * only when the task is finished: short ones first find out soon what holds it back.
 */
const HOLDS = [5, 10, 25] as const;
/** For who wants to hear of each change. */
const HOLDS_WATCHED = [2] as const;
const PAUSE_MS = 1_000;

/** Resolves when the task has succeeded; @throws CCSPError, the signal's reason, what `onStatus` throws */
export async function waitForResult(
  connection: Connection,
  taskId: string,
  options: WaitOptions,
): Promise<ExecutionResult> {
  const { signal, onStatus } = options;
  const holds = onStatus ? HOLDS_WATCHED : HOLDS;
  let told: string | undefined;
  const heed = async (task: Task): Promise<ExecutionResult | undefined> => {
    const state = stateOf(task);
    if (state !== told) await onStatus?.(task);
    told = state;
    if (isSucceeded(task)) return task;
    throwIfLost(task);
    throwIfHeld(task, options);
    return undefined;
  };

  // A look first: it may be finished, or held back already.
  const done = await heed(await look(connection, taskId, { signal }));
  if (done) return done;
  for (let polls = 0; ; polls += 1) {
    const hold = holds[Math.min(polls, holds.length - 1)] ?? 0;
    const answer = await request(connection, {
      method: "GET",
      path: `/tasks/${taskId}/result?wait=${hold}`,
      withinMs: hold * 1_000 + ANSWER_WITHIN_MS,
      signal,
      taskId,
    });
    const result = await heed(readTask(answer));
    if (result) return result;
    await sleep(answer.retryAfterMs ?? PAUSE_MS, signal);
  }
}

/** The task as it is now. */
export async function look(
  connection: Connection,
  taskId: string,
  { signal }: CallOptions,
): Promise<Task> {
  const answer = await request(connection, {
    method: "GET",
    path: `/tasks/${taskId}`,
    withinMs: ANSWER_WITHIN_MS,
    signal,
    taskId,
  });
  return readTask(answer);
}

const stateOf = ({ status, error }: Task): string =>
  [status, error?.code, error?.unlockAt, error?.sessionTimeout].join();

const isSucceeded = (task: Task): task is ExecutionResult =>
  task.status === "succeeded";

function throwIfLost(task: Task): void {
  const { taskId, status, error } = task;
  if (status === "cancelled")
    throw new TaskCancelledError(`Task ${taskId} was cancelled.`, task);
  if (status === "failed")
    throw new TaskFailedError(
      `Task ${taskId} failed (${error?.code ?? "unknown"}): ${error?.message ?? "no reason was given"}`,
      task,
    );
}

/** Unfinished tasks say what holds them back. One that runs is not held back, whatever it met before. */
function throwIfHeld(
  task: Task,
  { onSessionTimeout = "throw", onRateLimit = "wait" }: WaitOptions,
): void {
  const { taskId, status, error } = task;
  if (status === "running") return;
  const goesOn = `task ${taskId} stays queued, and wait() gives its result`;
  if (error?.sessionTimeout && onSessionTimeout === "throw")
    throw new SessionTimeoutError(
      `The account's login is lost; ${goesOn} when there is a new one.`,
      task,
    );
  if (error?.unlockAt === undefined || onRateLimit === "wait") return;
  // One that is over is what held it back before.
  if (Date.parse(error.unlockAt) > Date.now())
    throw new RateLimitedError(
      `The account's limit ends at ${error.unlockAt}; ${goesOn} after that.`,
      task,
      new Date(error.unlockAt),
    );
}
