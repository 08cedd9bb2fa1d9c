/**
 * Gives back to the oldest tasks their place when work may start again. A message that was sent
 * again stands at the end of its queue, and no queue can be asked for its oldest: so the table is
 * asked once for each class, and the tasks found there are started without their messages, which
 * then find nothing to claim.
 */
import type { QueueClass } from "../../domain/task.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { ReceivedMessage } from "../../ports/task-queue.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { AskedQueue } from "./watched-queue.ts";

export interface OldestFirst extends AskedQueue {
  /** Work may start again: for each class, its oldest tasks come before its messages. */
  reopened(): void;
  /** Only stale messages came of this class: the same for it alone. */
  onlyStale(queueClass: QueueClass): void;
}

export interface OldestFirstDeps {
  readonly queue: AskedQueue;
  readonly store: Pick<TaskStore, "listStanding">;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  /** So many of each class. */
  readonly places: () => number;
}

/** No message of a queue has it. */
const NO_RECEIPT = "";

const isDirect = ({ receipt }: ReceivedMessage): boolean =>
  receipt === NO_RECEIPT;

export function oldestFirst(deps: OldestFirstDeps): OldestFirst {
  const { queue, clock } = deps;
  /** Of the classes asked for since work may start; the others are still to be asked for. */
  let found = new Map<QueueClass, ReceivedMessage[]>();
  let isFresh = false;

  const listOldest = async (
    queueClass: QueueClass,
  ): Promise<ReceivedMessage[]> => {
    const { tasks } = await deps.store.listStanding(
      { kind: "waiting", queueClass },
      { limit: deps.places() },
    );
    const now = clock.now();
    return tasks
      .filter(({ notBefore }) => notBefore <= now)
      .map(({ id: taskId }) => ({
        queueClass,
        pointer: { taskId, dispatchId: "" },
        receipt: NO_RECEIPT,
      }));
  };

  /** A table that does not answer leaves it to the queues. */
  const oldestOf = async (queueClass: QueueClass) => {
    const known = found.get(queueClass);
    if (known || !isFresh) return known;
    const list: ReceivedMessage[] = [];
    found.set(queueClass, list);
    try {
      list.push(...(await listOldest(queueClass)));
    } catch (error) {
      deps.journal.note({ event: "oldest-unknown", level: "warn", error });
    }
    return list;
  };

  return {
    reopened() {
      found = new Map();
      isFresh = true;
    },
    onlyStale(queueClass) {
      found.delete(queueClass);
    },
    async receive(queueClass, waitSeconds) {
      const oldest = await oldestOf(queueClass);
      return oldest?.shift() ?? queue.receive(queueClass, waitSeconds);
    },
    async remove(message) {
      if (!isDirect(message)) await queue.remove(message);
    },
    async hide(message, forMs) {
      if (!isDirect(message)) return queue.hide(message, forMs);
      // Given back, it is still the oldest; to be hidden for longer, its message will do.
      if (forMs === 0) found.get(message.queueClass)?.unshift(message);
    },
  };
}
