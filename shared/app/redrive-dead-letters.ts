/** Queues many failed tasks again: those that are named, or all that pass a filter. */
import { type DeadLetterFilter, isDeadLetter } from "../domain/dead-letter.ts";
import type { TaskId } from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { TaskStore } from "../ports/task-store.ts";
import type { AuditDeed } from "./audit-deed.ts";
import { settleInLanes } from "./in-lanes.ts";
import type { QueueAgain, Retried } from "./retry-task.ts";

export interface RedriveOrder {
  readonly actor: string;
  readonly reason: string;
  readonly which:
    | { readonly taskIds: readonly TaskId[] }
    | { readonly filter: DeadLetterFilter };
  /** No task is begun after so long. */
  readonly budgetMs: number;
}

export interface Redriven {
  readonly redriven: number;
  /** Of a filter, only what is `unavailable`: what is no dead letter any more needs no word. */
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

/** @throws the first error, when nothing else comes of a page; what was queued again stays so */
export type RedriveDeadLetters = (order: RedriveOrder) => Promise<Redriven>;

/** Tasks in work at once; each takes a read, two writes and a send. */
const LANES = 10;
/** Rows of the index in a page: as many as one batch reads. */
const PAGE = 100;
/** So many ids are 200 kB, and a row of the trail may have 400. */
const MAX_IDS_A_ROW = 5_000;

export function redriveDeadLetters(deps: {
  readonly store: Pick<TaskStore, "listStanding" | "readMany">;
  readonly queueAgain: QueueAgain;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
}): RedriveDeadLetters {
  const { store, clock } = deps;

  const redriveIds = async (
    taskIds: readonly TaskId[],
    { end, queued }: Course,
  ): Promise<Part> => {
    const ids = [...new Set(taskIds)];
    const reasons = new Map<TaskId, SkipReason>(
      ids.map((id) => [id, "not-reached"]),
    );
    const errors: unknown[] = [];
    const mayBegin = (): boolean => clock.now() < end;
    await settleInLanes(ids, { lanes: LANES, mayBegin }, async (id) => {
      try {
        const kind = (await deps.queueAgain(id))?.kind ?? "not-found";
        if (kind === "queued") {
          queued.push(id);
          reasons.delete(id);
        } else reasons.set(id, kind);
      } catch (error) {
        errors.push(error);
        reasons.set(id, "unavailable");
        const event = "redrive-failed";
        deps.journal.note({ event, level: "error", taskId: id, error });
      }
    });
    if (errors.length > 0 && errors.length === ids.length) throw errors[0];
    const left = [...reasons].map(([taskId, reason]) => ({ taskId, reason }));
    const isReached = ({ reason }: Skipped) => reason !== "not-reached";
    return { left, complete: left.every(isReached) };
  };

  /** Newest first: what fails anew meanwhile stands before the page, and is not taken twice. */
  const redriveMatching = async (
    filter: DeadLetterFilter,
    course: Course,
  ): Promise<Part> => {
    const left: Skipped[] = [];
    let after: string | undefined;
    do {
      if (clock.now() >= course.end) return { left, complete: false };
      const page = await store.listStanding(
        { kind: "dead" },
        { limit: PAGE, ...(after !== undefined && { after }) },
      );
      const whole = await store.readMany(page.tasks.map(({ id }) => id));
      const dead = whole.filter(({ task }) => isDeadLetter(task, filter));
      const ids = dead.map(({ task }) => task.id);
      const part = await redriveIds(ids, course);
      left.push(...part.left.filter(isUnavailable));
      if (!part.complete) return { left, complete: false };
      after = page.last;
    } while (after !== undefined);
    return { left, complete: true };
  };

  return async ({ actor, reason, which, budgetMs }) => {
    const end = later(clock.now(), budgetMs);
    const course: Course = { end, queued: [] };
    const isNamed = "taskIds" in which;
    try {
      const { left: skipped, complete } = isNamed
        ? await redriveIds(which.taskIds, course)
        : await redriveMatching(which.filter, course);
      return { redriven: course.queued.length, skipped, complete };
    } finally {
      const redriven = course.queued.length;
      const ids = course.queued.slice(0, MAX_IDS_A_ROW);
      const detail = { ...inTrail(which), redriven, ids };
      await deps.audit({ action: "redrive", actor, reason, detail });
    }
  };
}

/** How one order goes. */
interface Course {
  readonly end: Date;
  /** Gets the ids of what was queued again. */
  readonly queued: TaskId[];
}

interface Part {
  readonly left: readonly Skipped[];
  readonly complete: boolean;
}

/** In the words of the order; of ids, those that were queued are kept in any case. */
function inTrail(which: RedriveOrder["which"]): object {
  if ("taskIds" in which) return {};
  const { queueClass, ...rest } = which.filter;
  return { ...rest, ...(queueClass && { class: queueClass }) };
}

const isUnavailable = ({ reason }: Skipped): boolean =>
  reason === "unavailable";
