/**
 * Heals what a crash left: every unfinished task says when it must be looked at, and what is past
 * its time is announced again. Idempotent; what one run does not reach, the next one does.
 */
import { isFinished, type Task, type TaskId } from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import { afterLapse } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { TaskStore } from "../ports/task-store.ts";
import type { AnnounceTask } from "./announce-task.ts";

export interface SweepDeps {
  readonly store: Pick<TaskStore, "due" | "read" | "transition">;
  readonly announce: AnnounceTask;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly newId: () => string;
}

export interface Swept {
  readonly announced: number;
  /** Leases that were over. */
  readonly lapsed: number;
}

/** One page of the index, and as many rows in work at once. */
const PAGE = 400;

/** @param budgetMs no new page is begun after so long */
export function sweep(deps: SweepDeps): (budgetMs: number) => Promise<Swept> {
  const { store, clock, journal } = deps;

  /** The task as it shall be announced; `undefined` when nothing is to be done. */
  const free = async (task: Task): Promise<Task | undefined> => {
    const now = clock.now();
    if (isFinished(task) || !task.wakeAt || task.wakeAt > now) return undefined;
    if (task.status !== "running") return { ...task, dispatchId: deps.newId() };
    const next = afterLapse(task, now, deps.newId());
    if (!(await store.transition(task, next))) return undefined;
    journal.note({
      event: "lease-lapsed",
      level: "warn",
      taskId: task.id,
      executorId: task.lease?.executorId,
      lapses: next.lapses,
    });
    return isFinished(next) ? undefined : next;
  };

  const look = async (id: TaskId): Promise<Swept> => {
    const seen = await store.read(id);
    const task = seen && (await free(seen));
    const announced = task ? await deps.announce(task) : false;
    const lapsed = seen?.status === "running" && task !== undefined;
    return { announced: Number(announced), lapsed: Number(lapsed) };
  };

  return async (budgetMs) => {
    const end = later(clock.now(), budgetMs);
    const total = { announced: 0, lapsed: 0 };
    let progress = true;
    while (progress && clock.now() < end) {
      const ids = await store.due(clock.now(), PAGE);
      const swept = await Promise.all(ids.map(look));
      for (const each of swept) {
        total.announced += each.announced;
        total.lapsed += each.lapsed;
      }
      // Without it the page would be the same again, for example because SQS does not answer.
      progress = swept.some((each) => each.announced + each.lapsed > 0);
    }
    return total;
  };
}
