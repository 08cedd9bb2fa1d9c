/** Queues again what a lost login has blocked, in the order of age. */
import type { Standing } from "../../domain/standing.ts";
import {
  QUEUE_CLASSES,
  type QueueClass,
  type TaskId,
} from "../../domain/task.ts";
import { afterUnblock } from "../../domain/transitions.ts";
import type { Clock } from "../../ports/clock.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { AnnounceTask } from "../announce-task.ts";
import { standingPages } from "../standing-pages.ts";

export interface FreeDeps {
  readonly store: Pick<TaskStore, "listStanding" | "read" | "transition">;
  readonly announce: AnnounceTask;
  readonly clock: Pick<Clock, "now">;
  readonly newId: () => string;
}

/** Resolves to how many; a repeat finds those that are left. Rejects with a `StoreError`. */
export type FreeBlocked = () => Promise<number>;

const PAGE = 100;

export function freeBlocked(deps: FreeDeps): FreeBlocked {
  const { store, clock } = deps;

  const free = async (id: TaskId): Promise<number> => {
    const task = await store.read(id);
    if (task?.status !== "blocked") return 0;
    const next = afterUnblock(task, clock.now(), deps.newId());
    if (!(await store.transition(task, next))) return 0;
    await deps.announce(next);
    return 1;
  };

  const freeClass = async (queueClass: QueueClass): Promise<number> => {
    let freed = 0;
    const blocked: Standing = { kind: "blocked", queueClass };
    for await (const tasks of standingPages(store, blocked, PAGE))
      // One after another: their messages shall stand in the queue as they stand here.
      for (const { id } of tasks) freed += await free(id);
    return freed;
  };

  return async () => {
    let freed = 0;
    for (const each of QUEUE_CLASSES) freed += await freeClass(each);
    return freed;
  };
}
