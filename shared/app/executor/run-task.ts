/** One run of a claimed task: with its lease kept, from the start of the CLI to the recorded end. */
import {
  correlationOf,
  isFinished,
  type Task,
  type TaskRequest,
} from "../../domain/task.ts";
import { afterRun } from "../../domain/transitions.ts";
import type { CliRun } from "../../domain/outcome.ts";
import type { Cli } from "../../ports/cli.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { AnnounceTask } from "../announce-task.ts";
import type { CallBackSoon } from "../callbacks/call-back-soon.ts";
import type { UsageCounter } from "../usage/count-usage.ts";
import {
  type Account,
  type Change,
  circumstancesOf,
} from "./follow-account.ts";
import type { SessionFollower } from "./follow-session.ts";
import type { FollowedSettings } from "./follow-settings.ts";
import { type HeldLease, keepLease } from "./keep-lease.ts";
import { refundLate, refundOutage } from "./refund-outage.ts";
import type { EndReason, Slots } from "./slots.ts";

export interface RunDeps {
  readonly store: Pick<TaskStore, "read" | "renew" | "transition">;
  readonly announce: AnnounceTask;
  readonly cli: Pick<Cli, "run">;
  readonly account: Pick<Account, "answered" | "observe" | "refresh">;
  readonly session: Pick<SessionFollower, "after">;
  readonly callBackSoon: CallBackSoon;
  /** What a run showed that matters to more than its task. Never rejects. */
  readonly onSeen: (seen: RunSeen) => Promise<void>;
  /** The CLI cannot run as it is set up: a reason to look at it again. */
  readonly onMisconfigured: () => void;
  readonly slots: Pick<Slots, "running">;
  readonly settings: Pick<FollowedSettings, "current">;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly usage: Pick<UsageCounter, "ran" | "ended">;
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

/**
 * `onRunOver` is called when the run is over and what it showed about the account is known: its
 * end is still to be recorded, but its slot is free.
 */
export type RunTask = (
  task: Task,
  request: TaskRequest,
  slot: number,
  onRunOver: () => void,
) => Promise<void>;

/** Between two tries to record an end while the store does not answer. */
const RECORD_RETRY_MS = 500;

export function runTask(deps: RunDeps): RunTask {
  const { store, clock, journal, slots, account } = deps;

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
          ...correlationOf(task),
          error,
        });
        await clock.sleep(RECORD_RETRY_MS);
      }
    }
    return false;
  };

  const report = (
    task: Task,
    next: Task,
    run: CliRun,
    recorded: boolean,
    endedFor: EndReason | undefined,
  ): void => {
    const { outcome, executionTimeMs, sessionId } = run;
    journal.note({
      event: recorded ? "run-recorded" : "run-dropped",
      level: recorded ? "info" : "warn",
      ...correlationOf(task),
      agent: task.agent,
      sessionId,
      outcome,
      status: recorded ? next.status : undefined,
      attempt: task.failures + 1,
      executionTimeMs,
      endedFor,
    });
  };

  return async (task, request, slot, onRunOver) => {
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
          onStarted: (pid) => {
            const attempt = task.failures + 1;
            const about = { ...correlationOf(task), attempt, slot, pid };
            journal.note({ event: "cli-started", ...about });
          },
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
        retriesTimeout: deps.settings.current().retryTimedOut,
      });
      const isOurs = endedFor !== "cancelled" && endedFor !== "lease-lost";
      const recorded = isOurs && (await record(lease, task, next, run));
      report(task, next, run, recorded, endedFor);
      deps.usage.ran({
        task,
        run,
        at: clock.now(),
        ...(request.model !== undefined && { model: request.model }),
      });
      const hasFinished = recorded && isFinished(next);
      if (hasFinished) {
        deps.usage.ended(next);
        deps.callBackSoon(next);
      }
      if (recorded && next.status === "queued") await deps.announce(next);
      await loss?.tell();
      const hasLostLogin = loss?.kind === "lost";
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
}
