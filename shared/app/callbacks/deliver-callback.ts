/** One try to bring the notice of a task's end to whoever asked for it. */
import {
  afterCallbackTry,
  callbackBody,
  nextCallbackStep,
  originOf,
} from "../../domain/callback.ts";
import { type Callback, correlationOf, type Task } from "../../domain/task.ts";
import type { CallbackSender } from "../../ports/callback-sender.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { TaskStore } from "../../ports/task-store.ts";

export interface DeliverDeps {
  readonly store: Pick<TaskStore, "noteCallback">;
  readonly sender: CallbackSender;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "record">;
  readonly random: () => number;
}

/**
 * Does nothing when none is due, or when somebody else is at it. Of those who try at once, one
 * posts: the try is written into the row before it is made. Should whoever makes it die, or not be
 * able to write what came of it, the try is made again; receivers tell that by the id.
 *
 * @returns whether it was tried
 * @throws StoreError when the row cannot be written
 */
export type DeliverCallback = (task: Task) => Promise<boolean>;

const LEVELS = { delivered: "info", pending: "warn", failed: "error" } as const;

export function deliverCallback(deps: DeliverDeps): DeliverCallback {
  const { store, sender, clock, journal, metrics } = deps;

  const tell = (task: Task, callback: Callback): void => {
    const { status, tries, lastStatus, lastProblem: problem } = callback;
    const origin = originOf(task.callbackUrl ?? "");
    journal.note({
      event: `callback-${status}`,
      level: LEVELS[status],
      ...correlationOf(task),
      ...{ agent: task.agent, origin, tries, lastStatus, problem },
      nextAt: task.wakeAt,
    });
    if (status === "pending") return;
    metrics.record({
      values:
        status === "delivered"
          ? { CallbacksDelivered: 1 }
          : { CallbacksFailed: 1 },
      dimensions: {},
      properties: { agent: task.agent, taskId: task.id },
    });
  };

  const note = async (seen: Task, next: Task): Promise<boolean> => {
    const isNoted = await store.noteCallback(seen, next);
    if (isNoted && next.callback) tell(next, next.callback);
    return isNoted;
  };

  return async (task) => {
    const step = nextCallbackStep(task, clock.now());
    if (step.kind === "none") return false;
    if (step.kind === "give-up") return note(task, step.next);
    const { next, url, id } = step;
    if (!(await store.noteCallback(task, next))) return false;
    const end = await sender.post({ url, id, body: callbackBody(next) });
    const at = { now: clock.now(), random: deps.random() };
    await note(next, afterCallbackTry(next, end, at));
    return true;
  };
}
