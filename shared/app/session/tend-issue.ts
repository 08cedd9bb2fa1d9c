/**
 * Brings the issue and the session together: says what is owed, opens the issue that is missing,
 * looks whether it is closed, keeps its text current. What a dead process left undone is done by
 * the next call; the cron calls each minute. Any number may call at once.
 */
import type { Session } from "../../domain/session.ts";
import {
  firstSeen,
  isOpenedByHand,
  openedByHand,
} from "../../domain/session-steps.ts";
import {
  issueTrouble,
  mayTry,
  withoutTrouble,
} from "../../domain/session-desk.ts";
import {
  type IssueTracker,
  IssueTrackerError,
} from "../../ports/issue-tracker.ts";
import { amendSession } from "./amend-session.ts";
import { lookAtIssue } from "./look-at-issue.ts";
import { openIssue } from "./open-issue.ts";
import { sayOwed } from "./say-owed.ts";
import type { IssueDeps } from "./session-deps.ts";
import { underPen } from "./under-pen.ts";

/** Rejects with a `StoreError` only: trouble with the tracker is noted in the session, and tried again. */
export type TendIssue = () => Promise<Session>;

export function tendIssue(deps: IssueDeps): TendIssue {
  const { sessions, clock, tracker } = deps;

  const read = async (): Promise<Session> => (await sessions.read()).session;

  return async () => {
    const session = await settle(deps, await read());
    if (!tracker || !mayTry(session, clock.now())) return session;
    try {
      await visit(deps, tracker, session);
      await amendSession(sessions, withoutTrouble);
    } catch (error) {
      if (!(error instanceof IssueTrackerError)) throw error;
      await noteTrouble(deps, error);
    }
    return read();
  };
}

/** A session that nobody wrote yet begins now; a gate that a person opened makes an end of the loss. */
async function settle(
  { sessions, clock, journal }: IssueDeps,
  session: Session,
): Promise<Session> {
  const settled = await amendSession(
    sessions,
    (seen) => firstSeen(seen, clock.now()) ?? openedByHand(seen, clock.now()),
  );
  if (settled.isDone && isOpenedByHand(session))
    journal.note({ event: "session-opened-by-hand", level: "warn" });
  return settled.session;
}

/** Never rejects: what is left undone is done by the cron. */
export async function tendNow(deps: IssueDeps): Promise<void> {
  try {
    await tendIssue(deps)();
  } catch (error) {
    deps.journal.note({ event: "session-issue-left", level: "error", error });
  }
}

/** What is owed comes first: an issue that waits to be opened again is not one that was closed. */
async function visit(
  deps: IssueDeps,
  tracker: IssueTracker,
  session: Session,
): Promise<void> {
  if (session.owed.length > 0)
    await underPen(deps, (fresh) => sayOwed(deps, tracker, fresh));
  const said = (await deps.sessions.read()).session;
  if (said.owed.length > 0) return;
  if (said.issue && isWatched(said))
    await lookAtIssue(deps, tracker, said, said.issue);
  const seen = (await deps.sessions.read()).session;
  if (needsIssue(seen))
    await underPen(deps, async (fresh) => {
      if (fresh.loss && needsIssue(fresh))
        await openIssue(deps, tracker, fresh.loss);
    });
}

const isWatched = ({ state }: Session): boolean =>
  state === "notified" || state === "monitoring";

const needsIssue = ({ state, issue }: Session): boolean =>
  !issue && (state === "blocked" || state === "monitoring");

async function noteTrouble(
  { sessions, clock, random, journal }: IssueDeps,
  { kind, message, retryAt }: IssueTrackerError,
): Promise<void> {
  const { session } = await amendSession(sessions, (seen) =>
    issueTrouble(seen, {
      message,
      retryAt,
      now: clock.now(),
      random: random(),
    }),
  );
  journal.note({
    event: "session-issue-trouble",
    level: "error",
    kind,
    message,
    tries: session.trouble?.count,
    nextTryAt: session.trouble?.nextTryAt,
  });
}
