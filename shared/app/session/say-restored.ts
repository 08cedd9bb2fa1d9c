/** An operator says that the login works again: it is verified then, with an issue or without. */
import type { SessionState } from "../../domain/session.ts";
import { restoredByHand } from "../../domain/session-steps.ts";
import { amendSession } from "./amend-session.ts";
import type { SessionDeps } from "./session-deps.ts";

export type SayRestored = (order: {
  readonly actor: string;
  readonly reason: string;
}) => Promise<{
  /** `false`: the login is not lost, or is being verified already. */
  readonly changed: boolean;
  readonly state: SessionState;
}>;

/** Rejects with a `StoreError` when the store cannot be reached. */
export function sayRestored(deps: SessionDeps): SayRestored {
  return async ({ actor, reason }) => {
    const { session, isDone } = await amendSession(deps.sessions, (seen) =>
      restoredByHand(seen, deps.clock.now()),
    );
    if (isDone) {
      deps.journal.note({ event: "session-said-restored", actor, reason });
      await deps.audit({ action: "restore-session", actor, reason });
    }
    return { changed: isDone, state: session.state };
  };
}
