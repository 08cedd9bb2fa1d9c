/** Who may verify the login or write on the issue, and what became of the writing. Pure, as session.ts. */
import { backoffMs } from "./backoff.ts";
import type { Owed, Right, Session } from "./session.ts";
import { later } from "./timing.ts";

/** A verification takes 10 s; freeing the tasks that waited takes what it takes. */
export const VERIFIER_MS = 60_000;
/** More than the few requests of one visit to the issue tracker take. */
export const PEN_MS = 30_000;

const isFree = (right: Right | undefined, now: Date): boolean =>
  right === undefined || right.until <= now;

/** `undefined`: nobody asks for a verification, somebody is at it, or it waits for its time. */
export function withVerifier(
  session: Session,
  id: string,
  now: Date,
): Session | undefined {
  const { state, verifier, verifyAfter } = session;
  if (verifier?.id === id) return session;
  const isDue = verifyAfter === undefined || verifyAfter <= now;
  return state === "verifying" && isDue && isFree(verifier, now)
    ? { ...session, verifier: { id, until: later(now, VERIFIER_MS) } }
    : undefined;
}

/** Given back without a finding. */
export function withoutVerifier(
  session: Session,
  id: string,
): Session | undefined {
  if (session.verifier?.id !== id) return undefined;
  const { verifier: _, ...rest } = session;
  return rest;
}

/** `undefined`: somebody else writes. */
export function withPen(
  session: Session,
  id: string,
  now: Date,
): Session | undefined {
  if (session.pen?.id === id) return session;
  return isFree(session.pen, now)
    ? { ...session, pen: { id, until: later(now, PEN_MS) } }
    : undefined;
}

export function withoutPen(session: Session, id: string): Session | undefined {
  if (session.pen?.id !== id) return undefined;
  const { pen: _, ...rest } = session;
  return rest;
}

/** The issue was read, and is open. `undefined`: it is known so. */
export function seenOpen(
  session: Session,
  number: number,
  etag: string | undefined,
): Session | undefined {
  const { issue } = session;
  if (issue?.number !== number || etag === undefined || issue.etag === etag)
    return undefined;
  return { ...session, issue: { ...issue, etag } };
}

export function bodyWritten(
  session: Session,
  written: {
    readonly number: number;
    readonly body: string;
    readonly now: Date;
  },
): Session | undefined {
  const { issue } = session;
  if (issue?.number !== written.number) return undefined;
  const { body, now: writtenAt } = written;
  return { ...session, issue: { ...issue, body, writtenAt } };
}

/** One thing less to say; `undefined` when it is not owed any more. */
export function said(session: Session, word: Owed): Session | undefined {
  const index = session.owed.findIndex((each) => isSame(each, word));
  return index < 0
    ? undefined
    : { ...session, owed: session.owed.toSpliced(index, 1) };
}

const isSame = (one: Owed, other: Owed): boolean =>
  JSON.stringify(Object.entries(one).toSorted()) ===
  JSON.stringify(Object.entries(other).toSorted());

/** The tracker refused, or did not answer: the next try waits, as long as it was told at least. */
export function issueTrouble(
  session: Session,
  seen: {
    readonly message: string;
    readonly retryAt?: Date | undefined;
    readonly now: Date;
    /** A number in [0, 1), for the jitter. */
    readonly random: number;
  },
): Session {
  const { message, retryAt, now, random } = seen;
  const count = (session.trouble?.count ?? 0) + 1;
  const backedOff = later(now, backoffMs(count, random));
  const nextTryAt = retryAt && retryAt > backedOff ? retryAt : backedOff;
  return { ...session, trouble: { count, message, nextTryAt } };
}

/** `undefined`: there was none. */
export function withoutTrouble(session: Session): Session | undefined {
  if (!session.trouble) return undefined;
  const { trouble: _, ...rest } = session;
  return rest;
}

/** Whether the tracker may be asked now. */
export const mayTry = ({ trouble }: Session, now: Date): boolean =>
  trouble === undefined || trouble.nextTryAt <= now;
