/** What an emergency stop found: written once when it is raised, and told once. */
import { later } from "./timing.ts";
import type { QueueClass, TaskId } from "./task.ts";

/** A task that ran when the stop was raised. */
export interface StoppedRun {
  readonly taskId: TaskId;
  readonly agent: string;
  readonly queueClass: QueueClass;
  readonly startedAt: Date;
}

export interface StopReport {
  /** When the stop was raised: its identity, for there is one stop at a time. */
  readonly since: Date;
  readonly reason: string;
  readonly actor: string;
  readonly running: readonly StoppedRun[];
  /** How many tasks waited in each class. */
  readonly waiting: Readonly<Record<QueueClass, number>>;
  readonly clearedAt?: Date;
  readonly clearedBy?: string;
  readonly notice: Notice;
}

/** How far the one notification of a stop has come. */
export interface Notice {
  /** Somebody tells it now, and has until then; after a failure: nobody tries before. */
  readonly heldUntil?: Date;
  readonly toldAt?: Date;
  readonly issueUrl?: string;
  /** Why it could not be told yet. */
  readonly problem?: string;
}

/** Longer than creating an issue and publishing a message take, with their retries. */
const TELLING_MS = 60_000;

/** The report held for telling; `undefined` when it is told, or somebody tells it now. */
export function heldForTelling(
  report: StopReport,
  now: Date,
): StopReport | undefined {
  const { toldAt, heldUntil } = report.notice;
  if (toldAt || (heldUntil && heldUntil > now)) return undefined;
  const notice = { ...report.notice, heldUntil: later(now, TELLING_MS) };
  return { ...report, notice };
}

export const told = (
  report: StopReport,
  issueUrl: string | undefined,
  now: Date,
): StopReport => ({
  ...report,
  notice: { toldAt: now, ...(issueUrl !== undefined && { issueUrl }) },
});

/** It stays held for a while: whoever comes next shall not fail in the same way at once. */
export const notTold = (report: StopReport, problem: string): StopReport => ({
  ...report,
  notice: { ...report.notice, problem },
});
