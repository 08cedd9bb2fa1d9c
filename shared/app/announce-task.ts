/** Puts a waiting task's pointer on its queue, and notes in the row that it is there. */
import { correlationOf, type Task } from "../domain/task.ts";
import { isSendable, wakeAtSent } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { Announcement, TaskQueue } from "../ports/task-queue.ts";
import type { TaskStore } from "../ports/task-store.ts";

export interface AnnounceDeps {
  readonly queue: Pick<TaskQueue, "send">;
  readonly store: Pick<TaskStore, "noteDispatch">;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
}

export type AnnounceTask = (task: Task) => Promise<boolean>;

/**
 * Never rejects: the row is the acceptance, and the sweeper sends what was not sent. A crash
 * between the send and the note makes a second message, which finds nothing to claim.
 */
export function announceTask(deps: AnnounceDeps): AnnounceTask {
  return async (task) => {
    const now = deps.clock.now();
    if (!isSendable(task, now)) return false;
    const { dispatchId } = task;
    try {
      await deps.queue.send(announcementOf(task, now));
      await deps.store.noteDispatch(task, dispatchId, wakeAtSent(task, now));
      return true;
    } catch (error) {
      deps.journal.note({
        event: "send-postponed",
        level: "warn",
        ...correlationOf(task),
        error,
      });
      return false;
    }
  };
}

/** Of a task that is sendable now. */
export const announcementOf = (task: Task, now: Date): Announcement => ({
  taskId: task.id,
  dispatchId: task.dispatchId,
  queueClass: task.queueClass,
  agent: task.agent,
  delayMs: Math.max(0, task.notBefore.getTime() - now.getTime()),
});
