/** Queues a failed task again, with as many runs before it as a new one has. */
import { isFinished, type TaskId } from "../domain/task.ts";
import { afterRedrive } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { TaskStore, WholeTask } from "../ports/task-store.ts";
import type { AnnounceTask } from "./announce-task.ts";
import type { AuditDeed } from "./audit-deed.ts";

export interface Retried {
  /** `unfinished`: it waits or runs as it is. `not-failed`: it succeeded or was cancelled. */
  readonly kind: "queued" | "unfinished" | "not-failed";
  /** The task as it is now. */
  readonly whole: WholeTask;
}

export interface RetryOrder {
  readonly id: TaskId;
  readonly actor: string;
  readonly reason: string;
}

/** `undefined`: nobody knows the task. */
export type RetryTask = (order: RetryOrder) => Promise<Retried | undefined>;

export function retryTask(deps: {
  readonly queueAgain: QueueAgain;
  readonly audit: AuditDeed;
}): RetryTask {
  return async ({ id, actor, reason }) => {
    const retried = await deps.queueAgain(id);
    const detail = { taskId: id };
    if (retried?.kind === "queued")
      await deps.audit({ action: "retry-task", actor, reason, detail });
    return retried;
  };
}

/** The same without a word in the trail. */
export type QueueAgain = (id: TaskId) => Promise<Retried | undefined>;

export interface QueueAgainDeps {
  readonly store: Pick<TaskStore, "readMany" | "transition">;
  readonly announce: AnnounceTask;
  readonly clock: Pick<Clock, "now">;
  readonly newId: () => string;
}

/** The row first, then the message. Of those who retry it at once, one queues it. */
export function queueAgain(deps: QueueAgainDeps): QueueAgain {
  const retry: QueueAgain = async (id) => {
    const [whole] = await deps.store.readMany([id]);
    if (!whole) return undefined;
    const { task } = whole;
    if (!isFinished(task)) return { kind: "unfinished", whole };
    if (task.status !== "failed") return { kind: "not-failed", whole };
    const next = afterRedrive(task, deps.clock.now(), deps.newId());
    // Somebody was quicker: what it is now is seen by another look.
    if (!(await deps.store.transition(task, next))) return retry(id);
    await deps.announce(next);
    return { kind: "queued", whole: { ...whole, task: next } };
  };
  return retry;
}
