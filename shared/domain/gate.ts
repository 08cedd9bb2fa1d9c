/** What may hold work back, strongest first, and the one answer to "may work start?". */
import type { QueueClass } from "./task.ts";

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
  /** The classes that it holds back; absent: all. */
  readonly holds?: readonly QueueClass[];
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

/**
 * The strongest gate that is closed now, or `undefined` when work may start. With a class only its
 * work is meant; without one, work of every class, so that a gate that holds some is passed over.
 */
export function closedGate(
  closed: readonly ClosedGate[],
  now: Date,
  queueClass?: QueueClass,
): ClosedGate | undefined {
  const holding = closed.filter(
    (gate) => isClosed(gate, now) && doesHold(gate, queueClass),
  );
  const byName = new Map(holding.map((gate) => [gate.name, gate]));
  return GATE_NAMES.map((name) => byName.get(name)).find(
    (gate) => gate !== undefined,
  );
}

const doesHold = (
  { holds }: ClosedGate,
  queueClass: QueueClass | undefined,
): boolean =>
  holds === undefined ||
  (queueClass !== undefined && holds.includes(queueClass));

/** The classes whose work some gate holds back now although that of others may start. */
export const heldClasses = (
  closed: readonly ClosedGate[],
  now: Date,
): ReadonlySet<QueueClass> =>
  new Set(
    closed
      .filter((gate) => isClosed(gate, now))
      .flatMap(({ holds = [] }) => holds),
  );
