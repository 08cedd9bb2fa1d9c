/** The one way in which use cases change the session. */
import type { Session } from "../../domain/session.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import { StoreError } from "../../ports/task-store.ts";

/** Others write the same row at the same time: each try reads what they wrote. */
const TRIES = 20;

export interface Amended {
  /** As it is now. */
  readonly session: Session;
  /** `false`: the step was not to be made, and nothing was written. */
  readonly isDone: boolean;
}

/**
 * Writes what `decide` makes of the present state. It gives `undefined` when there is nothing to
 * do, and the very session that it was given when its step is there already: a write whose answer
 * was lost is known again by that.
 *
 * @throws StoreError when the store cannot be reached, or others keep writing
 */
export async function amendSession(
  sessions: SessionStore,
  decide: (session: Session) => Session | undefined,
): Promise<Amended> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const seen = await sessions.read();
    const next = decide(seen.session);
    if (!next) return { session: seen.session, isDone: false };
    if (next === seen.session || (await sessions.replace(seen, next)))
      return { session: next, isDone: true };
  }
  const cause = new Error(`Others wrote it ${String(TRIES)} times in a row.`);
  throw new StoreError("write the session", { cause });
}
