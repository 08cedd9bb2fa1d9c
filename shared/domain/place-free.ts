/** How many tasks may wait, and when somebody who found no place may hope for one. */
import type { ClosedGate } from "./gate.ts";

export interface QueueCaps {
  readonly maxQueuedPerAgent: number;
  readonly maxQueuedPerClass: number;
  /** By agent, what holds for it instead of `maxQueuedPerAgent`. */
  readonly agentCaps?: Readonly<Record<string, number>>;
}

/** How many tasks of this agent may wait. */
export const capOf = (
  { maxQueuedPerAgent, agentCaps = {} }: QueueCaps,
  agent: string,
): number =>
  // Not by its name alone: an agent may be called `constructor`.
  (Object.hasOwn(agentCaps, agent) ? agentCaps[agent] : undefined) ??
  maxQueuedPerAgent;

const MAX_SECONDS = 300;
/** Nothing is known, or a gate waits for a person. */
const UNKNOWN_SECONDS = 60;

export interface Throughput {
  /** The strongest gate that is closed. */
  readonly gate: ClosedGate | undefined;
  /** Tasks that all executors together finished in the last minute. */
  readonly finishedLastMinute: number;
}

/** Whole seconds, 1 to 300. */
export function secondsUntilPlace(
  { gate, finishedLastMinute }: Throughput,
  now: Date,
): number {
  if (gate?.until)
    return bounded((gate.until.getTime() - now.getTime()) / 1_000);
  if (gate || finishedLastMinute === 0) return UNKNOWN_SECONDS;
  return bounded(60 / finishedLastMinute);
}

const bounded = (seconds: number): number =>
  Math.min(Math.max(1, Math.ceil(seconds)), MAX_SECONDS);
