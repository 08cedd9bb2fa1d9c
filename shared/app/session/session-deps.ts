/** What the use cases of the session lean on. */
import type { IssueWording, Waiting } from "../../domain/session-issue.ts";
import type { Clock } from "../../ports/clock.ts";
import type { IssueTracker } from "../../ports/issue-tracker.ts";
import type { Journal } from "../../ports/journal.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { AuditDeed } from "../audit-deed.ts";

export interface SessionDeps {
  readonly sessions: SessionStore;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly audit: AuditDeed;
}

export interface IssueDeps extends SessionDeps {
  /** Absent when none is configured: everything but the issue works. */
  readonly tracker?: IssueTracker | undefined;
  readonly wording: IssueWording;
  /** The tasks that wait for the login, and whose they are. */
  readonly waiting: () => Promise<Waiting>;
  readonly newId: () => string;
  /** A number in [0, 1). */
  readonly random: () => number;
}
