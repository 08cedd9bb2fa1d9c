/** Raises and clears the emergency stop: a gate that nothing passes until a person opens it. */
import type { Clock } from "../ports/clock.ts";
import type { GateStore } from "../ports/control-store.ts";

export interface StopOrder {
  readonly actor: string;
  readonly reason: string;
}

/** Raising a stop that is raised, or clearing one that is not, changes nothing and is no error. */
export interface EmergencyStop {
  raise(order: StopOrder): Promise<{ readonly changed: boolean }>;
  clear(): Promise<{ readonly changed: boolean }>;
}

export function emergencyStop(deps: {
  readonly gates: Pick<GateStore, "close" | "open">;
  readonly clock: Pick<Clock, "now">;
}): EmergencyStop {
  return {
    raise: async ({ actor, reason }) => ({
      changed: await deps.gates.close({
        name: "emergency",
        actor,
        reason,
        since: deps.clock.now(),
      }),
    }),
    clear: async () => ({ changed: await deps.gates.open("emergency") }),
  };
}
