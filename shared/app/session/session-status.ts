/** What `GET /session/status` tells. */
import { lastErrorOf, type SessionState } from "../../domain/session.ts";
import { firstSeen } from "../../domain/session-steps.ts";
import type { IssueDeps } from "./session-deps.ts";

export interface SessionStatus {
  readonly state: SessionState;
  readonly since: Date;
  readonly issueNumber?: number;
  readonly issueUrl?: string;
  readonly blockedTasks: number;
  readonly lastVerifiedAt?: Date;
  /** What the issue tracker does not do, or why the login was last refused. */
  readonly lastError?: string;
}

/** Rejects with a `StoreError` when the store cannot be reached. */
export function sessionStatus(
  deps: Pick<IssueDeps, "sessions" | "waiting" | "clock">,
): () => Promise<SessionStatus> {
  return async () => {
    const [{ session }, { tasks }] = await Promise.all([
      deps.sessions.read(),
      deps.waiting(),
    ]);
    const { state, issue, lastVerifiedAt } = session;
    const { since } = firstSeen(session, deps.clock.now()) ?? session;
    const lastError = lastErrorOf(session);
    return {
      state,
      since,
      ...(issue && { issueNumber: issue.number, issueUrl: issue.url }),
      blockedTasks: tasks,
      ...(lastVerifiedAt && { lastVerifiedAt }),
      ...(lastError !== undefined && { lastError }),
    };
  };
}
