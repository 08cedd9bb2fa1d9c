/** Cancels what waits: one class, or all of it. What runs goes on, and so does what comes after. */
import type { Standing } from "../domain/standing.ts";
import {
  isWaiting,
  QUEUE_CLASSES,
  type QueueClass,
  type Task,
  type TaskId,
} from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import { afterCancel } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { TaskStore } from "../ports/task-store.ts";
import type { AuditDeed } from "./audit-deed.ts";
import type { UsageCounter } from "./usage/count-usage.ts";

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
/** As many are read in one call and written at once: each may have 256 KiB of metadata. */
const BLOCK = 20;
/** So many ids are 200 kB, and a row may have 400. */
const MAX_IDS_A_ROW = 5_000;

export function clearQueue(deps: {
  readonly store: Pick<
    TaskStore,
    "listStanding" | "readMany" | "read" | "transition"
  >;
  readonly audit: AuditDeed;
  readonly usage: Pick<UsageCounter, "ended" | "put">;
  readonly clock: Pick<Clock, "now">;
}): ClearQueue {
  const { store, clock, usage } = deps;

  /** Whether it was cancelled here. Its fence can move a few times under us: a lost write looks again. */
  const cancel = async (task: Task | undefined): Promise<boolean> => {
    if (!task || !isWaiting(task)) return false;
    const next = afterCancel(task, clock.now());
    if (await store.transition(task, next)) {
      usage.ended(next);
      return true;
    }
    return cancel(await store.read(task.id));
  };

  /** Notes each that was cancelled, also where another one could not be. */
  const cancelBlock = async (block: readonly TaskId[], ids: TaskId[]) => {
    const found = await store.readMany(block);
    const ends = await Promise.allSettled(
      found.map(async ({ task }) => {
        if (await cancel(task)) ids.push(task.id);
      }),
    );
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };

  /** Everything that stands so, as far as the time goes. Resolves to whether it went so far. */
  const walk = async (
    standing: Standing,
    { calledAt, end, ids }: Walk,
  ): Promise<boolean> => {
    let after: string | undefined;
    do {
      if (clock.now() >= end) return false;
      const page = await store.listStanding(standing, {
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      const before = page.tasks.filter(({ since }) => since <= calledAt);
      for (let from = 0; from < before.length; from += BLOCK) {
        if (clock.now() >= end) return false;
        const block = before.slice(from, from + BLOCK).map(({ id }) => id);
        await cancelBlock(block, ids);
      }
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
      await Promise.all([keep(order, ids), usage.put()]);
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
