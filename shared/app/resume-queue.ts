/** Lets the queue go on: ends a pause, or overrules a gate that closed by itself. */
import { openedByHand } from "../domain/account-limit.ts";
import type { OpenableGate } from "../domain/gate.ts";
import type { AccountLimitStore } from "../ports/account-limit-store.ts";
import type { GateStore } from "../ports/control-store.ts";
import type { Journal } from "../ports/journal.ts";
import type { LoadStore } from "../ports/load-store.ts";
import { amendRow } from "./amend-row.ts";
import type { AuditDeed } from "./audit-deed.ts";
import { overruleLoad } from "./load/overrule-load.ts";

export interface ResumeOrder {
  readonly actor: string;
  readonly reason: string;
  readonly gate: OpenableGate;
}

/** Opening what is open changes nothing and is no error. */
export type ResumeQueue = (
  order: ResumeOrder,
) => Promise<{ readonly changed: boolean }>;

export function resumeQueue(deps: {
  readonly gates: Pick<GateStore, "open">;
  readonly limits: AccountLimitStore;
  readonly loads: LoadStore;
  readonly audit: AuditDeed;
  readonly journal: Journal;
}): ResumeQueue {
  const { gates, limits, journal } = deps;

  /** So that work starts at once, and its next refusal is the first one. */
  const forgetRefusals = () =>
    amendRow(limits, ({ limit }) =>
      // Somebody was refused meanwhile: that counts.
      limit.closed ? undefined : openedByHand(limit),
    );

  return async ({ actor, reason, gate }) => {
    const isOverruled = gate === "load" && (await overruleLoad(deps.loads));
    const changed = (await gates.open(gate)) || isOverruled;
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
