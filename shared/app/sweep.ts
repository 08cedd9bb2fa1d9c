/**
 * Heals what a crash left: every unfinished task says when it must be looked at, and what is past
 * its time is announced again. Idempotent; what one run does not reach, the next one does.
 */
import { isFinished, type Task } from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import { afterLapse } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { DuePosition, TaskStore } from "../ports/task-store.ts";
import type { AnnounceTask } from "./announce-task.ts";

export interface SweepDeps {
  readonly store: Pick<TaskStore, "due" | "transition">;
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

/**
 * One row that cannot be read or written does not hold up the others: its error is thrown at the
 * end, for the alarm to see.
 *
 * @param budgetMs no new page is begun after so long
 */
export function sweep(deps: SweepDeps): (budgetMs: number) => Promise<Swept> {
  const { store, clock, journal } = deps;

  /** The task without its lease; `undefined` when somebody was quicker. */
  const endLease = async (task: Task): Promise<Task | undefined> => {
    const now = clock.now();
    const next = afterLapse(task, now, deps.newId());
    // The lease is looked at again: a late beat may have saved it since the row was read.
    if (!(await store.transition(task, next, { onceLapsedAt: now })))
      return undefined;
    journal.note({
      event: "lease-lapsed",
      level: "warn",
      taskId: task.id,
      executorId: task.lease?.executorId,
      lapses: next.lapses,
    });
    return next;
  };

  const announce = async (task: Task): Promise<number> =>
    isFinished(task) ? 0 : Number(await deps.announce(task));

  const look = async (task: Task): Promise<Swept> => {
    const isDue = task.wakeAt !== undefined && task.wakeAt <= clock.now();
    if (!isDue) return NOTHING;
    if (task.status !== "running") {
      const again = { ...task, dispatchId: deps.newId() };
      return { announced: await announce(again), lapsed: 0 };
    }
    const next = await endLease(task);
    return next ? { announced: await announce(next), lapsed: 1 } : NOTHING;
  };

  const lookAt = async (
    tasks: readonly Task[],
    failures: unknown[],
  ): Promise<Swept> => {
    const looks = await Promise.allSettled(tasks.map(look));
    let swept = NOTHING;
    for (const each of looks)
      if (each.status === "fulfilled") swept = plus(swept, each.value);
      else failures.push(each.reason);
    return swept;
  };

  return async (budgetMs) => {
    const end = later(clock.now(), budgetMs);
    const failures: unknown[] = [];
    let total = NOTHING;
    let after: DuePosition | undefined;
    while (clock.now() < end) {
      const page = await store.due(clock.now(), PAGE, after);
      failures.push(...page.unreadable);
      const swept = await lookAt(page.tasks, failures);
      total = plus(total, swept);
      after = page.next;
      // Without progress SQS does not answer, for example, and will not for the next page either.
      if (!after || swept.announced + swept.lapsed === 0) break;
    }
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} looks at a task failed; announced ${total.announced}, lapsed ${total.lapsed}`,
      );
    return total;
  };
}

const NOTHING: Swept = { announced: 0, lapsed: 0 };

const plus = (one: Swept, other: Swept): Swept => ({
  announced: one.announced + other.announced,
  lapsed: one.lapsed + other.lapsed,
});
