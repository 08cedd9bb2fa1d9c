/** Tells after each receive whether the queue has answered: who asks most knows first. */
import type { TaskQueue } from "../../ports/task-queue.ts";

export type AskedQueue = Pick<TaskQueue, "receive" | "remove" | "hide">;

/** @param onAsked never rejects */
export const watchedQueue = (
  queue: AskedQueue,
  onAsked: (hasAnswered: boolean) => Promise<void>,
): AskedQueue => ({
  remove: (message) => queue.remove(message),
  hide: (message, forMs) => queue.hide(message, forMs),
  async receive(queueClass, waitSeconds) {
    let hasAnswered = false;
    try {
      const message = await queue.receive(queueClass, waitSeconds);
      hasAnswered = true;
      return message;
    } finally {
      void onAsked(hasAnswered);
    }
  },
});
