/** Cancels a task: a waiting one never runs, a running one is ended by its executor. */
import { isFinished } from "../domain/task.ts";
import { afterCancel } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { Head } from "../ports/control-store.ts";
import type { TaskStore, WholeTask } from "../ports/task-store.ts";
import type { ReadTask, TaskOfAgent } from "./read-tasks.ts";
import type { UsageCounter } from "./usage/count-usage.ts";

export type Cancelled =
  | { readonly kind: "cancelled"; readonly whole: WholeTask }
  | { readonly kind: "finished-before"; readonly whole: WholeTask };

export type CancelTask = (which: TaskOfAgent) => Promise<Cancelled | undefined>;

export interface CancelDeps {
  readonly store: Pick<TaskStore, "transition">;
  readonly readTask: ReadTask;
  readonly head: Pick<Head, "move">;
  readonly usage: Pick<UsageCounter, "ended" | "put">;
  readonly clock: Pick<Clock, "now">;
}

/**
 * The row first, then the head: whoever reads the head after it moved finds the task cancelled.
 * The fence can move a few times under us (claimed, queued again), so a lost write looks again.
 */
export function cancelTask(deps: CancelDeps): CancelTask {
  const cancel: CancelTask = async (which) => {
    const whole = await deps.readTask(which);
    if (!whole) return undefined;
    const { task } = whole;
    if (task.status === "cancelled") {
      // Whoever cancelled it may have died, or heard no answer, before it moved the head.
      if (task.startedAt) await deps.head.move();
      return { kind: "cancelled", whole };
    }
    if (isFinished(task)) return { kind: "finished-before", whole };
    const next = afterCancel(task, deps.clock.now());
    if (!(await deps.store.transition(task, next))) return cancel(which);
    deps.usage.ended(next);
    const isRunning = task.status === "running";
    await Promise.all([isRunning && deps.head.move(), deps.usage.put()]);
    return { kind: "cancelled", whole: { ...whole, task: next } };
  };
  return cancel;
}
