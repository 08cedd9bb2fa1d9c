/** Lets the queue go on: ends a pause, or overrules a gate that closed by itself. */
import { openedByHand } from "../domain/account-limit.ts";
import type { OpenableGate } from "../domain/gate.ts";
import type { AccountLimitStore } from "../ports/account-limit-store.ts";
import type { GateStore } from "../ports/control-store.ts";
import type { Journal } from "../ports/journal.ts";
import type { AuditDeed } from "./audit-deed.ts";

export interface ResumeOrder {
  readonly actor: string;
  readonly reason: string;
  readonly gate: OpenableGate;
}

/** Opening what is open changes nothing and is no error. */
export type ResumeQueue = (
  order: ResumeOrder,
) => Promise<{ readonly changed: boolean }>;

/** Others write the same row at the same time: each try reads what they wrote. */
const TRIES = 5;

export function resumeQueue(deps: {
  readonly gates: Pick<GateStore, "open">;
  readonly limits: AccountLimitStore;
  readonly audit: AuditDeed;
  readonly journal: Journal;
}): ResumeQueue {
  const { gates, limits, journal } = deps;

  /** So that work starts at once, and its next refusal is the first one. */
  const forgetRefusals = async (): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const seen = await limits.read();
      // Somebody was refused meanwhile: that counts.
      if (seen.limit.closed) return;
      if (await limits.replace(seen, openedByHand(seen.limit))) return;
    }
  };

  return async ({ actor, reason, gate }) => {
    const changed = await gates.open(gate);
    if (!changed) return { changed };
    await deps.audit({ action: "resume", actor, reason, detail: { gate } });
    if (gate === "limit")
      await forgetRefusals().catch((error: unknown) => {
        // It is open all the same.
        journal.note({ event: "refusals-not-forgotten", level: "warn", error });
      });
    return { changed };
  };
}
