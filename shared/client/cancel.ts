/** Cancels a task; also the one that a caller who went away leaves behind. */
import type { Connection } from "./exchange.ts";
import type { CallOptions, WaitOptions } from "./options.ts";
import { readTask } from "./read-answer.ts";
import { ANSWER_WITHIN_MS, request } from "./request.ts";
import type { Task } from "./types.ts";

/** How long the rejection of an aborted call waits for the cancelling. */
const CLEAN_UP_WITHIN_MS = 5_000;

/** @throws ConflictError when the task has succeeded or failed; again on a cancelled one is fine */
export async function cancel(
  connection: Connection,
  taskId: string,
  { signal }: CallOptions,
): Promise<Task> {
  const answer = await request(connection, {
    method: "DELETE",
    path: `/tasks/${taskId}`,
    withinMs: ANSWER_WITHIN_MS,
    signal,
    taskId,
  });
  return readTask(answer);
}

/**
 * Does the work. If the caller aborts it, and asked for that, the task is cancelled before the
 * rejection arrives: the caller may end its process then. A task that cannot be cancelled within
 * seconds goes on; the caller hears of the abort in any case.
 */
export async function cancelOnAbort<T>(
  connection: Connection,
  { signal, cancelOnAbort }: WaitOptions,
  taskIdOf: (signal: AbortSignal) => Promise<string>,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted(); // nothing was begun
  try {
    return await work();
  } catch (error) {
    if (cancelOnAbort && signal?.aborted) {
      const ending = new AbortController();
      const timer = setTimeout(() => ending.abort(), CLEAN_UP_WITHIN_MS);
      await taskIdOf(ending.signal)
        .then((id) => cancel(connection, id, ending))
        .catch(() => {});
      clearTimeout(timer);
    }
    throw error;
  }
}
