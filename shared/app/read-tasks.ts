/** What an agent may see of its tasks: its own, and of others not even that they exist. */
import { isFinished, type TaskId } from "../domain/task.ts";
import { later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { TaskStore, WholeTask } from "../ports/task-store.ts";

export interface TaskOfAgent {
  readonly agent: string;
  readonly id: TaskId;
}

export type ReadTask = (which: TaskOfAgent) => Promise<WholeTask | undefined>;

export function readTask(store: Pick<TaskStore, "readWhole">): ReadTask {
  return async ({ agent, id }) => {
    const whole = await store.readWhole(id);
    return whole?.task.agent === agent ? whole : undefined;
  };
}

export type WaitForTask = (
  which: TaskOfAgent,
  waitMs: number,
) => Promise<WholeTask | undefined>;

/** Between two looks: short at first, for a quick CLI; then a second, for the cost of reading. */
const LOOKS_MS = [50, 100, 200, 400, 700, 1_000] as const;
const LAST_LOOK_MS = 1_000;

/** Resolves when the task is finished or the time is over, with the task as it then is. */
export function waitForTask(deps: {
  readonly store: Pick<TaskStore, "read">;
  readonly readTask: ReadTask;
  readonly clock: Clock;
}): WaitForTask {
  const { store, clock } = deps;
  return async (which, waitMs) => {
    const deadline = later(clock.now(), waitMs);
    for (let look = 0; ; look += 1) {
      const task = await store.read(which.id);
      if (task?.agent !== which.agent) return undefined;
      const leftMs = deadline.getTime() - clock.now().getTime();
      if (isFinished(task) || leftMs <= 0) return deps.readTask(which);
      await clock.sleep(Math.min(LOOKS_MS[look] ?? LAST_LOOK_MS, leftMs));
    }
  };
}
