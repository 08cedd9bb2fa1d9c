/** Cancels what waits: one class, or all of it. What runs goes on, and so does what comes after. */
import type { Standing } from "../domain/standing.ts";
import {
  isWaiting,
  QUEUE_CLASSES,
  type QueueClass,
  type TaskId,
} from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import { afterCancel } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { TaskStore } from "../ports/task-store.ts";
import type { AuditDeed } from "./audit-deed.ts";
import { settleInLanes } from "./in-lanes.ts";

export interface ClearOrder {
  readonly actor: string;
  readonly reason: string;
  readonly queueClass: QueueClass | "all";
  /** Nothing more is cancelled after so long. */
  readonly budgetMs: number;
}

export interface Cleared {
  /** How many tasks were cancelled. */
  readonly cleared: number;
  /** `false`: the time was over before everything was looked at; order it again. */
  readonly complete: boolean;
}

/** @throws StoreError when a task cannot be read or written; those that were cancelled stay so */
export type ClearQueue = (order: ClearOrder) => Promise<Cleared>;

const PAGE = 1_000;
/** As many are in work at once. */
const LANES = 20;
/** So many ids are 200 kB, and a row may have 400. */
const MAX_IDS_A_ROW = 5_000;

export function clearQueue(deps: {
  readonly store: Pick<TaskStore, "listStanding" | "read" | "transition">;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
}): ClearQueue {
  const { store, clock } = deps;

  /** Whether it was cancelled here. Its fence can move a few times under us: a lost write looks again. */
  const cancel = async (id: TaskId): Promise<boolean> => {
    const task = await store.read(id);
    if (!task || !isWaiting(task)) return false;
    const next = afterCancel(task, clock.now());
    return (await store.transition(task, next)) || cancel(id);
  };

  /** Everything that stands so, as far as the time goes. Resolves to whether it went so far. */
  const walk = async (
    standing: Standing,
    { calledAt, end, ids }: Walk,
  ): Promise<boolean> => {
    const mayBegin = (): boolean => clock.now() < end;
    let after: string | undefined;
    do {
      if (!mayBegin()) return false;
      const page = await store.listStanding(standing, {
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      const before = page.tasks.filter(({ since }) => since <= calledAt);
      const ends = await settleInLanes(
        before,
        { lanes: LANES, mayBegin },
        async ({ id }) => {
          if (await cancel(id)) ids.push(id);
        },
      );
      for (const each of ends)
        if (each.status === "rejected") throw each.reason;
      if (ends.length < before.length) return false;
      // The oldest come first: what is behind came later still.
      after = before.length < page.tasks.length ? undefined : page.last;
    } while (after !== undefined);
    return true;
  };

  const keep = async (
    { actor, reason, queueClass }: ClearOrder,
    ids: TaskId[],
  ) => {
    const cleared = ids.length;
    let from = 0;
    do {
      const part = ids.slice(from, from + MAX_IDS_A_ROW);
      const detail = { class: queueClass, cleared, ids: part };
      await deps.audit({ action: "clear-queue", actor, reason, detail });
      from += MAX_IDS_A_ROW;
    } while (from < cleared);
  };

  return async (order) => {
    const calledAt = clock.now();
    const end = later(calledAt, order.budgetMs);
    const ids: TaskId[] = [];
    let complete = true;
    try {
      for (const standing of standingsOf(order.queueClass))
        complete &&= await walk(standing, { calledAt, end, ids });
    } finally {
      await keep(order, ids);
    }
    return { cleared: ids.length, complete };
  };
}

interface Walk {
  readonly calledAt: Date;
  readonly end: Date;
  /** Gets the ids of what was cancelled. */
  readonly ids: TaskId[];
}

function standingsOf(queueClass: ClearOrder["queueClass"]): Standing[] {
  const classes = queueClass === "all" ? QUEUE_CLASSES : [queueClass];
  return classes.flatMap((each): Standing[] => [
    { kind: "waiting", queueClass: each },
    { kind: "blocked", queueClass: each },
  ]);
}
