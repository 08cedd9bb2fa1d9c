/** The one word of the page. */
import type { GateName } from "./answers.ts";
import type { Level } from "./badge.tsx";
import { freshness } from "./freshness.ts";
import { GATE_LABELS } from "./gate-labels.ts";
import type { View } from "./view.ts";

export interface Verdict {
  readonly level: Level;
  readonly text: string;
}

export function verdictOf(view: View): Verdict {
  const { readings } = view;
  const status = readings.status?.answer;
  if (!status || freshness(view, ["status"]).isStale)
    return { level: "unknown", text: "Unknown" };
  if (readings.health?.answer?.status === "down")
    return { level: "bad", text: "Down" };
  const closed = Object.entries(status.gates).find(([, gate]) => gate.closed);
  if (closed) return heldBy(closed[0] as GateName);
  if (!status.executors.some(({ problem }) => problem === undefined))
    return { level: "bad", text: "No executor takes work" };
  return { level: "good", text: "Working" };
}

const heldBy = (name: GateName): Verdict => ({
  level: name === "emergency" ? "bad" : "warn",
  text: `Held: ${GATE_LABELS[name]}`,
});
