/** Gives a waiting task another priority: it goes on waiting, by its age, in the other class. */
import { isWaiting, type Priority, type TaskId } from "../domain/task.ts";
import { afterPriorityChange } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { TaskStore, WholeTask } from "../ports/task-store.ts";
import type { AnnounceTask } from "./announce-task.ts";
import type { AuditDeed } from "./audit-deed.ts";

export interface PriorityChange {
  readonly kind: "changed" | "unchanged" | "not-waiting";
  /** The task as it is now. */
  readonly whole: WholeTask;
}

export interface PriorityOrder {
  readonly id: TaskId;
  readonly priority: Priority;
  readonly actor: string;
}

/** `undefined`: nobody knows the task. */
export type ChangePriority = (
  order: PriorityOrder,
) => Promise<PriorityChange | undefined>;

/**
 * The row first, then a message of the new class; the one of the old class finds nothing to claim
 * there, and is removed. A blocked task has no message until its login is restored.
 */
export function changePriority(deps: {
  readonly store: Pick<TaskStore, "readMany" | "transition">;
  readonly announce: AnnounceTask;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
  readonly newId: () => string;
}): ChangePriority {
  const change: ChangePriority = async (order) => {
    const { id, priority, actor } = order;
    const [whole] = await deps.store.readMany([id]);
    if (!whole) return undefined;
    const { task } = whole;
    if (!isWaiting(task)) return { kind: "not-waiting", whole };
    if (task.priority === priority) return { kind: "unchanged", whole };
    const now = deps.clock.now();
    const next = afterPriorityChange(task, priority, now, deps.newId());
    if (!(await deps.store.transition(task, next))) return change(order);
    if (next.status !== "blocked") await deps.announce(next);
    const detail = { taskId: id, from: task.priority, to: priority };
    await deps.audit({ action: "change-priority", actor, detail });
    return { kind: "changed", whole: { ...whole, task: next } };
  };
  return change;
}
