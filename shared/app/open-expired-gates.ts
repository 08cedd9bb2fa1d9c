/** Opens in the store what its time has opened already, so that the trail and the rows say so. */
import { OWN_ACTOR } from "../domain/audit.ts";
import { type ClosedGate, isClosed } from "../domain/gate.ts";
import type { Clock } from "../ports/clock.ts";
import type { GateStore } from "../ports/control-store.ts";
import type { AuditDeed } from "./audit-deed.ts";

export type OpenExpiredGates = () => Promise<{
  readonly gatesOpened: number;
}>;

export function openExpiredGates(deps: {
  readonly gates: Pick<GateStore, "closedGates" | "open">;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
}): OpenExpiredGates {
  return async () => {
    const now = deps.clock.now();
    const closed = await deps.gates.closedGates();
    const expired = closed.filter(
      (gate) => !isClosed(gate, now) && !isAccounts(gate),
    );
    let gatesOpened = 0;
    for (const gate of expired) {
      // Only as it was seen: somebody may have closed it anew meanwhile.
      if (!(await deps.gates.open(gate.name, gate))) continue;
      gatesOpened += 1;
      const { name, actor, since, until } = gate;
      await deps.audit({
        action: "gate-expired",
        actor: OWN_ACTOR,
        reason: gate.reason,
        detail: { gate: name, closedBy: actor, since, until },
      });
    }
    return { gatesOpened };
  };
}

/** When its time is over, the account's limit is half open: a run of the canary opens it. */
const isAccounts = ({ name, actor }: ClosedGate): boolean =>
  name === "limit" && actor === OWN_ACTOR;
