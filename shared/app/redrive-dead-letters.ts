/** Queues many failed tasks again: those that are named, or all that pass a filter. */
import { type DeadLetterFilter, isDeadLetter } from "../domain/dead-letter.ts";
import type { TaskId } from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { TaskStore } from "../ports/task-store.ts";
import { settleInLanes } from "./in-lanes.ts";
import type { Retried, RetryTask } from "./retry-task.ts";

export interface Redriven {
  readonly redriven: number;
  readonly skipped: readonly Skipped[];
  /** `false`: time was up before all were looked at; the same order again goes on. */
  readonly complete: boolean;
}

export interface Skipped {
  readonly taskId: TaskId;
  readonly reason: SkipReason;
}

/** `unavailable`: it could not be read or written. `not-reached`: time was up before. */
export type SkipReason =
  | Exclude<Retried["kind"], "queued">
  | "not-found"
  | "unavailable"
  | "not-reached";

/** @param which up to 100 ids, or what the tasks must have */
export type RedriveDeadLetters = (
  which: readonly TaskId[] | DeadLetterFilter,
) => Promise<Redriven>;

/** Tasks in work at once; each takes a read, two writes and a send. */
const LANES = 10;
/** Rows of the index in a page: as many as one batch reads. */
const PAGE = 100;

/**
 * @param deps.budgetMs no task is begun after so long
 * @throws the first error when nothing but errors came of it
 */
export function redriveDeadLetters(deps: {
  readonly store: Pick<TaskStore, "listStanding" | "readMany">;
  readonly retry: RetryTask;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly budgetMs: number;
}): RedriveDeadLetters {
  const { store, clock } = deps;

  const retryAll = async (
    ids: readonly TaskId[],
    end: Date,
  ): Promise<ReadonlyMap<TaskId, SkipReason | "queued">> => {
    const ends = new Map<TaskId, SkipReason | "queued">(
      ids.map((id) => [id, "not-reached"]),
    );
    const mayBegin = (): boolean => clock.now() < end;
    const errors: unknown[] = [];
    await settleInLanes(ids, { lanes: LANES, mayBegin }, async (id) => {
      try {
        ends.set(id, (await deps.retry(id))?.kind ?? "not-found");
      } catch (error) {
        errors.push(error);
        ends.set(id, "unavailable");
        const event = "redrive-failed";
        deps.journal.note({ event, level: "error", taskId: id, error });
      }
    });
    if (ids.length > 0 && errors.length === ids.length) throw errors[0];
    return ends;
  };

  const redriveIds = async (
    ids: readonly TaskId[],
    end: Date,
  ): Promise<Redriven> => {
    const ends = [...(await retryAll([...new Set(ids)], end))];
    return {
      redriven: ends.filter(([, reason]) => reason === "queued").length,
      skipped: ends.flatMap(([taskId, reason]) =>
        reason === "queued" ? [] : [{ taskId, reason }],
      ),
      complete: ends.every(([, reason]) => reason !== "not-reached"),
    };
  };

  /** Newest first: what fails anew meanwhile stands before the page, and is not taken twice. */
  const redriveMatching = async (
    filter: DeadLetterFilter,
    end: Date,
  ): Promise<Redriven> => {
    const skipped: Skipped[] = [];
    let redriven = 0;
    let after: string | undefined;
    do {
      const page = await store.listStanding(
        { kind: "dead" },
        { limit: PAGE, ...(after !== undefined && { after }) },
      );
      const whole = await store.readMany(page.tasks.map(({ id }) => id));
      const dead = whole.filter(({ task }) => isDeadLetter(task, filter));
      const done = await redriveIds(
        dead.map(({ task }) => task.id),
        end,
      );
      redriven += done.redriven;
      // Somebody else's redrive took the others: they need no word.
      skipped.push(
        ...done.skipped.filter(({ reason }) => reason === "unavailable"),
      );
      if (!done.complete) return { redriven, skipped, complete: false };
      after = page.last;
    } while (after !== undefined && clock.now() < end);
    return { redriven, skipped, complete: after === undefined };
  };

  return (which) => {
    const end = later(clock.now(), deps.budgetMs);
    return isIds(which) ? redriveIds(which, end) : redriveMatching(which, end);
  };
}

const isIds = (
  which: readonly TaskId[] | DeadLetterFilter,
): which is readonly TaskId[] => Array.isArray(which);
