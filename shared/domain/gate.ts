/** What may hold work back, strongest first, and the one answer to "may work start?". */

export const GATE_NAMES = [
  "emergency",
  "paused",
  "session",
  "limit",
  "load",
] as const;
export type GateName = (typeof GATE_NAMES)[number];

export interface ClosedGate {
  readonly name: GateName;
  readonly reason: string;
  readonly actor: string;
  readonly since: Date;
  /** It opens by itself then; absent: somebody must open it. */
  readonly until?: Date;
}

/** Those that an operator may open with the queue; an emergency stop has an order of its own. */
export const OPENABLE_GATES = [
  "paused",
  "session",
  "limit",
  "load",
] as const satisfies readonly GateName[];
export type OpenableGate = (typeof OPENABLE_GATES)[number];

/** One whose time is over counts as open, also before its row says so. */
export const isClosed = (
  { until }: Pick<ClosedGate, "until">,
  now: Date,
): boolean => until === undefined || until > now;

/** The strongest gate that is closed now, or `undefined` when work may start. */
export function closedGate(
  closed: readonly ClosedGate[],
  now: Date,
): ClosedGate | undefined {
  const byName = new Map(closed.map((gate) => [gate.name, gate]));
  return GATE_NAMES.map((name) => byName.get(name)).find(
    (gate) => gate !== undefined && isClosed(gate, now),
  );
}
