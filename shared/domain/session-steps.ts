/**
 * The session's way from state to state. Each function takes it as it was seen and gives it as it
 * shall be, or `undefined` when its step is not to be made. They decide; the store writes, and
 * refuses when somebody was quicker.
 */
import { backoffMs } from "./backoff.ts";
import {
  type Loss,
  NEVER_LOST,
  type Owed,
  type Session,
  SESSION_STEPS,
  type SessionIssue,
  type Step,
} from "./session.ts";
import { later } from "./timing.ts";

/** So many verifications that found nothing out are told on the issue, once. */
const DOUBTS_TOLD = 3;

/** The session after a step; `undefined` when its state does not allow the step. */
function moved(
  session: Session,
  name: keyof typeof SESSION_STEPS,
  now: Date,
): Session | undefined {
  const { from, to }: Step = SESSION_STEPS[name];
  return from.includes(session.state)
    ? { ...session, state: to, since: now }
    : undefined;
}

/** Nobody wrote it yet: it is active since it is looked at. */
export const firstSeen = (session: Session, now: Date): Session | undefined =>
  session.since.getTime() === 0 ? { ...session, since: now } : undefined;

/** Whether a run that began then says nothing about the login, which came back since. */
export const isStale = (session: Session, startedAt: Date): boolean =>
  session.state === "active" &&
  session.restoredAt !== undefined &&
  startedAt < session.restoredAt;

/** Somebody opened the gate by hand: the session counts as active, and the loss is still there. */
export const isOpenedByHand = ({ state, loss }: Session): boolean =>
  state === "active" && loss !== undefined;

export function lost(session: Session, loss: Loss): Session | undefined {
  const settled = openedByHand(session, loss.at) ?? session;
  return moved({ ...settled, loss }, "lost", loss.at);
}

/** Its issue is there; where the login came back meanwhile, it has to be closed again. */
export function issueOpened(
  session: Session,
  incident: string,
  issue: SessionIssue,
): Session {
  if (session.loss?.incident !== incident)
    return owing(session, { issue: issue.number, word: "needless" });
  const told = { ...session, issue };
  return moved(told, "issueOpened", issue.writtenAt) ?? told;
}

export const monitoringBegun = (
  session: Session,
  now: Date,
): Session | undefined => moved(session, "monitoringBegun", now);

export function issueGone(session: Session, now: Date): Session | undefined {
  const { issue: _, ...rest } = session;
  return moved(rest, "issueGone", now);
}

export const closeSeen = (session: Session, now: Date): Session | undefined =>
  moved(undoubted(withoutEtag(session)), "closeSeen", now);

export const restoredByHand = (
  session: Session,
  now: Date,
): Session | undefined =>
  moved(undoubted(withoutEtag(session)), "restoredByHand", now);

/** What a verification found, by whoever has the right to verify. */
interface Finding {
  readonly right: string;
  readonly now: Date;
}

export function verified(
  session: Session,
  { right, now, tasks }: Finding & { readonly tasks: number },
): Session | undefined {
  if (session.verifier?.id !== right) return undefined;
  const { issue } = session;
  const restored = { ...restoredSession(session, now), lastVerifiedAt: now };
  const after = moved({ ...restored, state: session.state }, "verified", now);
  return issue && after
    ? owing(after, { issue: issue.number, word: "works", tasks })
    : after;
}

export function refused(
  session: Session,
  { right, now, reason }: Finding & { readonly reason: string },
): Session | undefined {
  if (session.verifier?.id !== right) return undefined;
  const { issue } = session;
  const known = { lastVerifiedAt: now, lastError: reason };
  const after = moved({ ...undoubted(session), ...known }, "refused", now);
  return issue && after
    ? owing(after, { issue: issue.number, word: "refused", reason })
    : after;
}

/** @param finding.random a number in [0, 1), for the jitter of the next try */
export function inconclusive(
  session: Session,
  finding: Finding & { readonly reason: string; readonly random: number },
): Session | undefined {
  const { right, now, reason, random } = finding;
  if (session.verifier?.id !== right) return undefined;
  const { verifier: _, issue, ...rest } = session;
  const doubts = session.doubts + 1;
  const verifyAfter = later(now, backoffMs(doubts, random));
  const again = { ...rest, ...(issue && { issue }), doubts, verifyAfter };
  const after = moved({ ...again, lastError: reason }, "inconclusive", now);
  return issue && after && doubts === DOUBTS_TOLD
    ? owing(after, { issue: issue.number, word: "doubtful", reason })
    : after;
}

/** Makes an end of a loss whose gate a person has opened. */
export function openedByHand(session: Session, now: Date): Session | undefined {
  if (!isOpenedByHand(session)) return undefined;
  const { issue } = session;
  const after = restoredSession(session, now);
  return issue ? owing(after, { issue: issue.number, word: "opened" }) : after;
}

/** What remains when a loss is over: above all, what is still to be said about it. */
function restoredSession(session: Session, now: Date): Session {
  const { lastVerifiedAt, pen, trouble, owed } = session;
  return {
    ...NEVER_LOST,
    since: now,
    restoredAt: now,
    owed,
    ...(lastVerifiedAt && { lastVerifiedAt }),
    ...(pen && { pen }),
    ...(trouble && { trouble }),
  };
}

/** Before a verification, and after a refusal, nothing is known about earlier ones. */
function undoubted(session: Session): Session {
  const { verifier: _, verifyAfter: _after, ...rest } = session;
  return { ...rest, doubts: 0 };
}

/** A closed issue is not remembered as it was read: it may be opened and closed again unseen. */
function withoutEtag(session: Session): Session {
  if (!session.issue) return session;
  const { etag: _, ...issue } = session.issue;
  return { ...session, issue };
}

/** What is still unsaid on the same issue is not true any more. */
const owing = (session: Session, word: Owed): Session => ({
  ...session,
  owed: [...session.owed.filter(({ issue }) => issue !== word.issue), word],
});
