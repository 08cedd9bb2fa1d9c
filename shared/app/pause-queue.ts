/** Holds the queue: requests are accepted and wait, what runs goes on. */
import { type ClosedGate, isClosed } from "../domain/gate.ts";
import { later, MAX_AHEAD_MS } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { GateStore } from "../ports/control-store.ts";
import type { AuditDeed } from "./audit-deed.ts";

export interface PauseOrder {
  readonly actor: string;
  readonly reason: string;
  /** It opens by itself then; absent: somebody has to resume. */
  readonly until?: Date;
}

export type Paused =
  | {
      readonly kind: "paused";
      readonly gate: ClosedGate;
      /** `false`: it was paused for this reason and this time already. */
      readonly changed: boolean;
    }
  /** `until` is over or too far ahead: what is wrong, in words. */
  | { readonly kind: "bad-time"; readonly problem: string };

export type PauseQueue = (order: PauseOrder) => Promise<Paused>;

/** Who pauses again gives another reason and another time; it is paused since the first order. */
export function pauseQueue(deps: {
  readonly gates: Pick<GateStore, "closedGates" | "replace">;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
}): PauseQueue {
  return async ({ actor, reason, until }) => {
    const now = deps.clock.now();
    const problem = problemOf(until, now);
    if (problem !== undefined) return { kind: "bad-time", problem };
    const closed = await deps.gates.closedGates();
    const before = closed.find(
      (gate) => gate.name === "paused" && isClosed(gate, now),
    );
    const isSame =
      before?.reason === reason && before.until?.getTime() === until?.getTime();
    const since = before?.since ?? now;
    const told = { name: "paused", reason, actor, since } as const;
    const gate = isSame ? before : { ...told, ...(until && { until }) };
    await deps.gates.replace(gate);
    if (!isSame)
      await deps.audit({
        action: "pause",
        actor,
        reason,
        ...(until && { detail: { until } }),
      });
    return { kind: "paused", gate, changed: !isSame };
  };
}

function problemOf(until: Date | undefined, now: Date): string | undefined {
  if (!until) return undefined;
  if (until <= now)
    return "is not in the future; leave it out to pause until somebody resumes";
  if (until > later(now, MAX_AHEAD_MS))
    return "is more than 365 days ahead; choose an earlier time";
  return undefined;
}
