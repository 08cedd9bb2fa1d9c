/** Gates as operators see them on the wire. */
import {
  type ClosedGate,
  GATE_NAMES,
  type GateName,
} from "../../domain/gate.ts";
import type { GateSchema, GatesSchema } from "./gate-schema.ts";
import type { Wire } from "./route.ts";

/** `{closed, reason?, actor?, since?, until?}`; an open gate says no more than that. */
export function toGateView(
  gate: ClosedGate | undefined,
): Wire<typeof GateSchema> {
  if (!gate) return { closed: false };
  const { name: _, ...rest } = gate;
  return { closed: true, ...rest };
}

/** Each by its name, the strongest first. */
export function toGatesView(
  closed: readonly ClosedGate[],
): Wire<typeof GatesSchema> {
  const viewOf = (name: GateName) =>
    toGateView(closed.find((gate) => gate.name === name));
  return Object.fromEntries(
    GATE_NAMES.map((name) => [name, viewOf(name)]),
  ) as Wire<typeof GatesSchema>;
}
