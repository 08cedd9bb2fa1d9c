/** The chart of the session's states, drawn from the table that the code steps by. */
import { SESSION_STEPS } from "../../shared/domain/session.ts";

export function sessionChart(): string {
  const arrows = Object.values(SESSION_STEPS).flatMap(({ from, to, why }) =>
    from.map((state) => `  ${state} --> ${to}: ${why}`),
  );
  return [
    "```mermaid",
    "stateDiagram-v2",
    "  [*] --> active",
    ...arrows,
    "```",
  ].join("\n");
}
