/**
 * Heals what a crash left: every unfinished task says when it must be looked at, and what is past
 * its time is announced again. Idempotent; what one run does not reach, the next one does.
 */
import { correlationOf, isFinished, type Task } from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import { afterLapse } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { DuePosition, TaskStore } from "../ports/task-store.ts";
import type { Announced, AnnounceTasks } from "./announce-tasks.ts";
import { settleInLanes } from "./in-lanes.ts";
import type { UsageCounter } from "./usage/count-usage.ts";

export interface SweepDeps {
  readonly store: Pick<TaskStore, "due" | "transition">;
  readonly announceAll: AnnounceTasks;
  /** Written by whoever composes the tick. */
  readonly usage: Pick<UsageCounter, "ended">;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly newId: () => string;
}

export interface Swept {
  readonly announced: number;
  /** Leases that were over. */
  readonly lapsed: number;
}

/** Of the index. */
const PAGE = 400;
/** Leases ended at once. */
const LANES = 50;

/**
 * One row that cannot be read or written does not hold up the others: its error is thrown at the
 * end, for the alarm to see.
 *
 * @param budgetMs nothing is begun after so long; the next run goes on there
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
    if (isFinished(next)) deps.usage.ended(next);
    journal.note({
      event: "lease-lapsed",
      level: "warn",
      ...correlationOf(task),
      executorId: task.lease?.executorId,
      lapses: next.lapses,
    });
    return next;
  };

  /** Those that are free now. */
  const endLeases = async (
    tasks: readonly Task[],
    { end: until, failures }: Run,
  ): Promise<readonly Task[]> => {
    const freed: Task[] = [];
    const lanes = { lanes: LANES, mayBegin: () => clock.now() < until };
    for (const end of await settleInLanes(tasks, lanes, endLease))
      if (end.status === "rejected") failures.push(end.reason);
      else if (end.value) freed.push(end.value);
    return freed;
  };

  const lookAt = async (tasks: readonly Task[], run: Run): Promise<Looked> => {
    const now = clock.now();
    const due = tasks.filter(({ wakeAt }) => wakeAt && wakeAt <= now);
    const leased = due.filter(({ status }) => status === "running");
    const freed = await endLeases(leased, run);
    const again = due
      .filter(({ status }) => status !== "running")
      .map((task) => ({ ...task, dispatchId: deps.newId() }));
    const waiting = [...again, ...freed].filter((task) => !isFinished(task));
    const announced = await deps.announceAll(waiting, run.end);
    return { ...announced, lapsed: freed.length };
  };

  return async (budgetMs) => {
    const failures: unknown[] = [];
    const run = { end: later(clock.now(), budgetMs), failures };
    let total: Swept = { announced: 0, lapsed: 0 };
    let after: DuePosition | undefined;
    while (clock.now() < run.end) {
      const page = await store.due(clock.now(), PAGE, after);
      failures.push(...page.unreadable);
      const looked = await lookAt(page.tasks, run);
      total = {
        announced: total.announced + looked.announced,
        lapsed: total.lapsed + looked.lapsed,
      };
      after = page.next;
      if (!after || isInVain(looked)) break;
    }
    if (clock.now() >= run.end)
      journal.note({ event: "sweep-unfinished", level: "warn", ...total });
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} looks at a task failed; announced ${total.announced}, lapsed ${total.lapsed}`,
      );
    return total;
  };
}

interface Run {
  /** Nothing is begun from then on. */
  readonly end: Date;
  readonly failures: unknown[];
}

type Looked = Swept & Announced;

/** SQS does not answer, for example, and will not for the next page either. */
const isInVain = ({ announced, lapsed, failed }: Looked): boolean =>
  failed > 0 && announced + lapsed === 0;
