/** Keeps what was done: the deed first, then its row. */
import type { Deed } from "../domain/audit.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";

/** Never rejects: what was done stays done, and a row that could not be written is in the journal. */
export type AuditDeed = (deed: Deed) => Promise<void>;

export function auditDeed({
  trail,
  ...deps
}: {
  readonly trail: Pick<AuditTrail, "add">;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  /** A random UUID. */
  readonly newId: () => string;
}): AuditDeed {
  return async (deed) => {
    const entry = { ...deed, id: deps.newId(), at: deps.clock.now() };
    try {
      await trail.add(entry);
    } catch (error) {
      const { action, actor, reason, detail } = deed;
      deps.journal.note({
        event: "audit-not-written",
        level: "error",
        action,
        actor,
        reason,
        detail,
        error,
      });
    }
  };
}
