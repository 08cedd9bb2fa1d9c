/**
 * Puts the pointers of many waiting tasks on their queues, ten in a call, and notes each in its
 * row: what the sweeper does with thousands that are due in the same minute.
 */
import type { QueueClass, Task } from "../domain/task.ts";
import { isSendable, wakeAtSent } from "../domain/transitions.ts";
import { MAX_BATCH, type TaskQueue } from "../ports/task-queue.ts";
import { type AnnounceDeps, announcementOf } from "./announce-task.ts";
import { settleInLanes } from "./in-lanes.ts";

export interface AnnounceManyDeps extends Omit<AnnounceDeps, "queue"> {
  readonly queue: Pick<TaskQueue, "sendBatch">;
}

export interface Announced {
  readonly announced: number;
  /** Those whose batch could not be sent, or not noted. */
  readonly failed: number;
}

/**
 * Never rejects: what was not sent or not noted is still due when the sweeper looks again.
 *
 * @param until no batch is begun from then on
 */
export type AnnounceTasks = (
  tasks: readonly Task[],
  until: Date,
) => Promise<Announced>;

/** Batches in work at once: with ten writes each, as many as the SDK has connections (50). */
const LANES = 5;

export function announceTasks(deps: AnnounceManyDeps): AnnounceTasks {
  const { queue, store, clock, journal } = deps;

  const postpone = (tasks: readonly Task[], error: unknown): void => {
    const taskIds = tasks.map(({ id }) => id);
    journal.note({ event: "send-postponed", level: "warn", taskIds, error });
  };

  /** Those that were sent. */
  const send = async (batch: Batch, now: Date): Promise<readonly Task[]> => {
    const { queueClass, tasks } = batch;
    const announcements = tasks.map((task) => announcementOf(task, now));
    const refused = await queue.sendBatch(queueClass, announcements);
    for (const task of tasks)
      if (refused.has(task.id)) postpone([task], refused.get(task.id));
    return tasks.filter(({ id }) => !refused.has(id));
  };

  const note = async (task: Task, now: Date): Promise<Announced> => {
    try {
      await store.noteDispatch(task, task.dispatchId, wakeAtSent(task, now));
      return { announced: 1, failed: 0 };
    } catch (error) {
      postpone([task], error);
      return { announced: 0, failed: 1 };
    }
  };

  const announce = async (batch: Batch): Promise<Announced> => {
    // Asked for each batch: its delays count from when it is sent.
    const now = clock.now();
    try {
      const sent = await send(batch, now);
      return sum(await Promise.all(sent.map((task) => note(task, now))));
    } catch (error) {
      postpone(batch.tasks, error);
      return { announced: 0, failed: batch.tasks.length };
    }
  };

  return async (tasks, until) => {
    const now = clock.now();
    const sendable = tasks.filter((task) => isSendable(task, now));
    const mayBegin = (): boolean => clock.now() < until;
    const lanes = { lanes: LANES, mayBegin };
    const ends = await settleInLanes(batchesOf(sendable), lanes, announce);
    return sum(
      ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : [])),
    );
  };
}

/** At most ten, of one class. */
interface Batch {
  readonly queueClass: QueueClass;
  readonly tasks: readonly Task[];
}

function batchesOf(tasks: readonly Task[]): readonly Batch[] {
  const batches: Batch[] = [];
  const classes = Map.groupBy(tasks, ({ queueClass }) => queueClass);
  for (const [queueClass, all] of classes)
    for (let at = 0; at < all.length; at += MAX_BATCH)
      batches.push({ queueClass, tasks: all.slice(at, at + MAX_BATCH) });
  return batches;
}

function sum(parts: readonly Announced[]): Announced {
  let [announced, failed] = [0, 0];
  for (const part of parts) {
    announced += part.announced;
    failed += part.failed;
  }
  return { announced, failed };
}
