/** One look at the issue: is it closed? And does it still say what is true? */
import type { Session, SessionIssue } from "../../domain/session.ts";
import {
  closeSeen,
  issueGone,
  monitoringBegun,
} from "../../domain/session-steps.ts";
import { bodyWritten, seenOpen } from "../../domain/session-desk.ts";
import { issueBody, shouldEdit } from "../../domain/session-issue.ts";
import {
  type IssueTracker,
  IssueTrackerError,
  type SeenIssue,
} from "../../ports/issue-tracker.ts";
import { amendSession } from "./amend-session.ts";
import type { IssueDeps } from "./session-deps.ts";
import { underPen } from "./under-pen.ts";

export async function lookAtIssue(
  deps: IssueDeps,
  tracker: IssueTracker,
  session: Session,
  issue: SessionIssue,
): Promise<void> {
  const seen = await readIssue(tracker, issue);
  switch (seen.kind) {
    case "gone":
      return noteGone(deps, issue);
    case "unchanged":
      return noteOpen(deps, tracker, session, issue);
    case "read":
      return seen.isOpen
        ? noteOpen(deps, tracker, session, issue, seen.etag)
        : noteClosed(deps, issue);
  }
}

async function readIssue(
  tracker: IssueTracker,
  { number, etag }: SessionIssue,
): Promise<SeenIssue | { readonly kind: "gone" }> {
  try {
    return await tracker.read(number, etag);
  } catch (error) {
    if (error instanceof IssueTrackerError && error.kind === "gone")
      return { kind: "gone" };
    throw error;
  }
}

async function noteGone(
  { sessions, clock, journal }: IssueDeps,
  { number }: SessionIssue,
): Promise<void> {
  await amendSession(sessions, (session) =>
    session.issue?.number === number
      ? issueGone(session, clock.now())
      : undefined,
  );
  journal.note({ event: "session-issue-gone", level: "warn", issue: number });
}

async function noteClosed(
  { sessions, clock, journal }: IssueDeps,
  { number }: SessionIssue,
): Promise<void> {
  const { isDone } = await amendSession(sessions, (session) =>
    session.issue?.number === number
      ? closeSeen(session, clock.now())
      : undefined,
  );
  if (isDone) journal.note({ event: "session-issue-closed", issue: number });
}

async function noteOpen(
  deps: IssueDeps,
  tracker: IssueTracker,
  { loss }: Session,
  issue: SessionIssue,
  etag?: string,
): Promise<void> {
  const { sessions, clock } = deps;
  await amendSession(sessions, (session) => {
    const known = seenOpen(session, issue.number, etag);
    return monitoringBegun(known ?? session, clock.now()) ?? known;
  });
  if (!loss) return;
  const body = issueBody(loss, await deps.waiting(), deps.wording);
  const now = clock.now();
  if (!shouldEdit(issue.writtenAt, issue.body, body, now)) return;
  await underPen(deps, async () => {
    await tracker.edit(issue.number, body);
    await amendSession(sessions, (session) =>
      bodyWritten(session, { number: issue.number, body, now }),
    );
  });
}
