/** What still holds work up, for whoever has just opened a gate. */
import type { GateView } from "./answers.ts";

/** `undefined`: every gate is open. */
export function stillClosed(
  gates: Readonly<Record<string, GateView>>,
): string | undefined {
  const closed = Object.entries(gates).filter(([, gate]) => gate.closed);
  if (closed.length === 0) return undefined;
  const words = closed.map(
    ([name, { reason }]) => `${name} (${reason ?? "no reason given"})`,
  );
  const commands = closed.map(([name]) => `\`${openingCommand(name)}\``);
  return `Still closed: ${words.join(", ")}. ${commands.join(", ")} would open ${closed.length === 1 ? "it" : "them"}.`;
}

const openingCommand = (gate: string): string =>
  gate === "emergency"
    ? "ccsp resume --emergency"
    : gate === "paused"
      ? "ccsp resume"
      : `ccsp resume --gate ${gate}`;
