/** What people are told of an emergency stop: an issue, and a notice in short. */
import { asCode } from "./foreign-text.ts";
import type { StopReport } from "./stop-report.ts";
import { QUEUE_CLASSES } from "./task.ts";

const MAX_RUNS_NAMED = 20;

export interface StopWording {
  /** Of the deployment. */
  readonly stage: string;
  /** The label by which issues are found again. */
  readonly label: string;
}

interface StopDraft {
  readonly title: string;
  readonly labels: readonly string[];
  /** Hidden in the body: the issue that carries it is this stop's. */
  readonly marker: string;
  readonly body: string;
}

export const stopTitle = (stage: string): string =>
  `CCSP (${stage}): emergency stop`;

export function stopDraft(report: StopReport, wording: StopWording): StopDraft {
  const stage = wording.stage.replace(/[^\w-]/gu, "");
  const marker = `<!-- ccsp stage=${stage} stop=${String(report.since.getTime())} -->`;
  return {
    title: stopTitle(wording.stage),
    labels: [wording.label, "emergency-stop"],
    marker,
    body: [marker, stopText(report)].join("\n\n"),
  };
}

/** @returns Markdown that also reads well as plain text */
export function stopText(report: StopReport): string {
  const { since, actor, reason, clearedAt } = report;
  const facts = [
    `- Since: ${since.toISOString()}`,
    `- Raised by: ${asCode(actor)}`,
    `- Reason: ${asCode(reason)}`,
    `- Was running: ${runs(report)}`,
    `- Was waiting: ${waits(report)}`,
  ].join("\n");
  if (clearedAt)
    return [
      `An emergency stop was in force until ${clearedAt.toISOString()}, and people could not be told before. It is lifted: nothing is to be done.`,
      facts,
    ].join("\n\n");
  return [
    "An emergency stop is in force: every run was ended, its task waits again, and nothing starts.",
    facts,
    "## What to do",
    "1. Find out and mend what made it necessary: `GET /control/stop-report` has all that was running.\n2. Lift the stop by `POST /control/clear`. One task runs first, then more; no task has lost an attempt.",
    "## What CCSP does meanwhile",
    "It refuses new tasks with 503, and keeps those that wait. Executors that start now wait for the stop to be lifted.",
  ].join("\n\n");
}

function runs({ running }: StopReport): string {
  if (running.length === 0) return "nothing";
  const named = running
    .slice(0, MAX_RUNS_NAMED)
    .map(({ taskId, agent }) => `${taskId} of ${asCode(agent)}`);
  const more = running.length - named.length;
  const rest = more > 0 ? ` and ${String(more)} more` : "";
  return `${String(running.length)}: ${named.join(", ")}${rest}`;
}

function waits({ waiting }: StopReport): string {
  const some = QUEUE_CLASSES.filter((each) => waiting[each] > 0);
  return some.length === 0
    ? "nothing"
    : some.map((each) => `${String(waiting[each])} ${each}`).join(", ");
}
