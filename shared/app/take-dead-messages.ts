/**
 * Takes what SQS itself gave up from its dead-letter queue. A task that still waits for such a
 * message fails, and so stands at the dead-letter desk, where it can be retried; anything else is
 * only removed. Idempotent; what one run does not reach, the next one does.
 */
import { correlationOf, type Task } from "../domain/task.ts";
import { afterDeadMessage } from "../domain/transitions.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeadMessage, DeadMessages } from "../ports/dead-messages.ts";
import type { Journal } from "../ports/journal.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { TaskStore } from "../ports/task-store.ts";
import type { UsageCounter } from "./usage/count-usage.ts";

export interface TakeDeadDeps {
  readonly deadMessages: DeadMessages;
  readonly store: Pick<TaskStore, "read" | "transition">;
  /** Written by whoever composes the tick. */
  readonly usage: Pick<UsageCounter, "ended">;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "record">;
}

export interface TakenDead {
  readonly deadMessages: number;
}

/** The most that SQS gives at once. */
const BATCH = 10;
/** More have to wait for the next minute. */
const MAX_BATCHES = 10;

/** One message that cannot be dealt with does not hold up the others: its error is thrown at the end. */
export function takeDeadMessages(deps: TakeDeadDeps): () => Promise<TakenDead> {
  const { deadMessages, store, clock, journal } = deps;

  const isUnreadable = ({ messageId, bytes }: DeadMessage): true => {
    journal.note({
      event: "dead-message-unreadable",
      level: "warn",
      messageId,
      bytes,
    });
    return true;
  };

  /** `false` when somebody was quicker: then the message is looked at again when it is back. */
  const giveUp = async (task: Task): Promise<boolean> => {
    const next = afterDeadMessage(task, clock.now());
    if (!(await store.transition(task, next))) return false;
    deps.usage.ended(next);
    journal.note({
      event: "dead-message-failed-task",
      level: "error",
      ...correlationOf(task),
    });
    return true;
  };

  /** Whether the message may go. */
  const settle = async (message: DeadMessage): Promise<boolean> => {
    if (!message.pointer) return isUnreadable(message);
    const { taskId } = message.pointer;
    const task = await store.read(taskId);
    if (task?.status === "queued" || task?.status === "scheduled")
      return giveUp(task);
    const status = task?.status ?? "unknown";
    journal.note({ event: "dead-message-removed", taskId, status });
    return true;
  };

  const take = async (message: DeadMessage): Promise<number> => {
    if (!(await settle(message))) return 0;
    await deadMessages.remove(message);
    return 1;
  };

  return async () => {
    const failures: unknown[] = [];
    let taken = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const messages = await deadMessages.receive(BATCH);
      if (messages.length === 0) break;
      for (const end of await Promise.allSettled(messages.map(take)))
        if (end.status === "fulfilled") taken += end.value;
        else failures.push(end.reason);
    }
    if (taken > 0)
      deps.metrics.record({ values: { DeadMessages: taken }, dimensions: {} });
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} dead messages could not be dealt with; ${taken} were`,
      );
    return { deadMessages: taken };
  };
}
