/** From a received message to a recorded end: permit, claim, remove the message, run. */
import { startKept } from "../../domain/prediction/expected-start.ts";
import { correlationOf } from "../../domain/task.ts";
import { LEASE_MS, later, MAX_MESSAGE_DELAY_MS } from "../../domain/timing.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { ReceivedMessage, TaskQueue } from "../../ports/task-queue.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { Account } from "./follow-account.ts";
import { type RunDeps, runTask } from "./run-task.ts";

export interface WorkDeps extends RunDeps {
  readonly executorId: string;
  readonly store: RunDeps["store"] & Pick<TaskStore, "claim">;
  readonly queue: Pick<TaskQueue, "remove" | "hide">;
  readonly account: RunDeps["account"] &
    Pick<Account, "allowance" | "takeCanary" | "dropCanary">;
  readonly metrics: Pick<Metrics, "record">;
}

/** `stale`: the message was of no use to anybody, and its task may be long finished. */
export type Worked = "stale" | undefined;

/**
 * `onRunOver` is called when the run is over and what it showed about the account is known: its
 * end is still to be recorded, but its slot is free. Not called when nothing was run.
 */
export type WorkOneTask = (
  message: ReceivedMessage,
  slot: number,
  onRunOver: () => void,
) => Promise<Worked>;

/** Rejects when the store cannot be asked for the claim: the message then comes back by itself. */
export function workOneTask(deps: WorkDeps): WorkOneTask {
  const { store, queue, clock, journal, account } = deps;
  const run = runTask(deps);

  const claim = (message: ReceivedMessage) => {
    if (!message.pointer) return undefined;
    const now = clock.now();
    return store.claim({
      taskId: message.pointer.taskId,
      queueClass: message.queueClass,
      executorId: deps.executorId,
      now,
      leaseUntil: later(now, LEASE_MS),
    });
  };

  /** Asked last, because gates and limits may have changed since the message was asked for. */
  const takePermit = async (): Promise<"open" | "canary" | "none"> => {
    switch (account.allowance().kind) {
      case "open":
        return "open";
      case "canary":
        return (await account.takeCanary()) ? "canary" : "none";
      case "closed":
        return "none";
    }
  };

  /**
   * While the task waits in this class, its message was only early, and it waits on: also when the
   * time has come since the claim, and when the row does not know this message yet. What was
   * removed then would be sent again after a day only. Any other message is stale.
   */
  const putAside = async (message: ReceivedMessage): Promise<Worked> => {
    const { pointer, queueClass } = message;
    const task = pointer && (await store.read(pointer.taskId));
    const isWaiting = task?.status === "queued" || task?.status === "scheduled";
    if (isWaiting && task.queueClass === queueClass) {
      const leftMs = task.notBefore.getTime() - clock.now().getTime();
      const hideMs = Math.min(Math.max(leftMs, 0), MAX_MESSAGE_DELAY_MS);
      await queue.hide(message, hideMs);
      return undefined;
    }
    journal.note({
      event: "message-stale",
      level: "debug",
      taskId: pointer?.taskId,
      status: task?.status,
    });
    await queue.remove(message);
    return "stale";
  };

  /** What stays only makes a stale message later. */
  const remove = (message: ReceivedMessage): Promise<void> =>
    queue.remove(message).catch((error: unknown) => {
      journal.note({ event: "remove-failed", level: "warn", error });
    });

  return async (message, slot, onRunOver) => {
    const permit = await takePermit();
    if (permit === "none") {
      deps.metrics.record({
        values: { MessagesGivenBack: 1 },
        dimensions: { Class: message.queueClass },
      });
      await queue.hide(message, 0);
      return undefined;
    }
    const claimed = await claim(message);
    if (!claimed) {
      if (permit === "canary") await account.dropCanary();
      return putAside(message);
    }
    const { task, request } = claimed;
    // As it is recorded, so that metrics and statistics tell the same.
    const startedAt = task.startedAt ?? clock.now();
    const waitMs = startedAt.getTime() - task.notBefore.getTime();
    journal.note({
      event: "run-started",
      ...correlationOf(task),
      agent: task.agent,
      attempt: task.failures + 1,
      waitMs,
    });
    deps.metrics.record({
      values: {
        TasksStarted: 1,
        TaskWaitTime: waitMs,
        ...startKept(task, startedAt),
      },
      dimensions: { Class: task.queueClass },
      properties: { agent: task.agent, taskId: task.id },
    });
    await Promise.all([remove(message), run(task, request, slot, onRunOver)]);
    return undefined;
  };
}
