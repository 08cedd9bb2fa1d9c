/** From a received message to a recorded end: claim, remove the message, run, record. */
import { isFinished, type Task, type TaskRequest } from "../../domain/task.ts";
import { LEASE_MS, later, MAX_MESSAGE_DELAY_MS } from "../../domain/timing.ts";
import { afterRun } from "../../domain/transitions.ts";
import type { CliRun } from "../../domain/outcome.ts";
import type { Cli } from "../../ports/cli.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { ReceivedMessage, TaskQueue } from "../../ports/task-queue.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { AnnounceTask } from "../announce-task.ts";
import { type HeldLease, keepLease } from "./keep-lease.ts";
import {
  type Account,
  type Change,
  circumstancesOf,
} from "./follow-account.ts";
import type { SessionFollower } from "./follow-session.ts";
import { refundLate, refundOutage } from "./refund-outage.ts";
import type { EndReason, Slots } from "./slots.ts";

export interface WorkDeps {
  readonly executorId: string;
  readonly store: Pick<TaskStore, "claim" | "read" | "renew" | "transition">;
  readonly queue: Pick<TaskQueue, "remove" | "hide">;
  readonly announce: AnnounceTask;
  readonly cli: Pick<Cli, "run">;
  readonly account: Pick<
    Account,
    | "allowance"
    | "takeCanary"
    | "dropCanary"
    | "answered"
    | "observe"
    | "refresh"
  >;
  readonly session: Pick<SessionFollower, "after">;
  /** What a run showed that matters to more than its task. Never rejects. */
  readonly onSeen: (seen: RunSeen) => Promise<void>;
  /** The CLI cannot run as it is set up: a reason to look at it again. */
  readonly onMisconfigured: () => void;
  readonly slots: Pick<Slots, "running">;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "record">;
  readonly newId: () => string;
  readonly random: () => number;
}

export interface RunSeen {
  readonly run: CliRun;
  readonly change: Change;
  /** This run made known that the login is lost. */
  readonly hasLostLogin: boolean;
  /** It brought its task to an end. */
  readonly hasFinished: boolean;
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

/** Between two tries to record an end while the store does not answer. */
const RECORD_RETRY_MS = 500;

/** Rejects when the store cannot be asked for the claim: the message then comes back by itself. */
export function workOneTask(deps: WorkDeps): WorkOneTask {
  const { store, queue, clock, journal, slots, account } = deps;

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

  /** Tries for as long as the lease lasts; `false` when it does not any more. */
  const record = async (
    lease: HeldLease,
    task: Task,
    next: Task,
    run: CliRun,
  ): Promise<boolean> => {
    while (lease.lasts()) {
      try {
        return await store.transition(task, next, {
          whileLeasedAt: clock.now(),
          ...(run.result !== undefined && { result: run.result }),
        });
      } catch (error) {
        journal.note({
          event: "record-failed",
          level: "warn",
          taskId: task.id,
          error,
        });
        await clock.sleep(RECORD_RETRY_MS);
      }
    }
    return false;
  };

  const carryOut = async (
    task: Task,
    request: TaskRequest,
    slot: number,
    onRunOver: () => void,
  ): Promise<void> => {
    const ended = new AbortController();
    let endedFor: EndReason | undefined;
    const end = (reason: EndReason): void => {
      endedFor ??= reason;
      ended.abort();
    };
    const running = { task, end };
    slots.running.set(task.id, running);
    const lease = keepLease(deps, task, () => {
      end("lease-lost");
    });
    try {
      const { timeoutMs } = task;
      const startedAt = clock.now();
      const run = await deps.cli.run(
        { ...request, timeoutMs },
        {
          slot,
          stop: ended.signal,
          onAnswer: () => void account.answered(),
        },
      );
      // A lost login closes its gate before the canary is given back: no other task shall try it.
      const at = { taskId: task.id, startedAt };
      const loss = await deps.session.after(run, at);
      const change = await account.observe({ ...run, taskId: task.id });
      onRunOver();
      const now = clock.now();
      const dice = { random: deps.random(), dispatchId: deps.newId() };
      const next = afterRun(task, run, now, dice, {
        ...circumstancesOf(change, run, now),
        isLoginBack: loss?.kind === "stale",
      });
      const isOurs = endedFor !== "cancelled" && endedFor !== "lease-lost";
      const recorded = isOurs && (await record(lease, task, next, run));
      report(task, next, run, recorded, endedFor);
      if (recorded && next.status === "queued") await deps.announce(next);
      await loss?.tell();
      const hasLostLogin = loss?.kind === "lost";
      const hasFinished = recorded && isFinished(next);
      await deps.onSeen({ run, change, hasLostLogin, hasFinished });
      if (run.outcome === "misconfigured") deps.onMisconfigured();
      await refundOutage(deps, change, task.id);
      if (run.outcome === "unavailable" && next.failures > task.failures)
        await refundLate(deps, task.id);
    } finally {
      lease.release();
      // Queued again, the task may run in another slot by now: that entry stays.
      if (slots.running.get(task.id) === running) slots.running.delete(task.id);
    }
  };

  const report = (
    task: Task,
    next: Task,
    run: CliRun,
    recorded: boolean,
    endedFor: EndReason | undefined,
  ): void => {
    const { id: taskId, agent } = task;
    const { outcome, executionTimeMs } = run;
    journal.note({
      event: recorded ? "run-recorded" : "run-dropped",
      level: recorded ? "info" : "warn",
      taskId,
      agent,
      outcome,
      status: recorded ? next.status : undefined,
      attempt: task.failures + 1,
      executionTimeMs,
      endedFor,
    });
    if (!recorded) return;
    deps.metrics.record({
      values: {
        TasksFinished: Number(isFinished(next)),
        TaskRunTime: executionTimeMs,
      },
      dimensions: { Class: task.queueClass, Outcome: outcome },
      properties: { agent, taskId },
    });
  };

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
    const waitMs = clock.now().getTime() - task.notBefore.getTime();
    journal.note({
      event: "run-started",
      taskId: task.id,
      agent: task.agent,
      attempt: task.failures + 1,
      waitMs,
    });
    deps.metrics.record({
      values: { TasksStarted: 1, TaskWaitTime: waitMs },
      dimensions: { Class: task.queueClass },
      properties: { agent: task.agent, taskId: task.id },
    });
    await Promise.all([
      remove(message),
      carryOut(task, request, slot, onRunOver),
    ]);
    return undefined;
  };
}
