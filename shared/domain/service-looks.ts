/** What one look a minute tells of the service: could work be done, and how much of the room was in use? */
import { type ClosedGate, isClosed } from "./gate.ts";

/** Sums over looks: any two add up. */
export interface ServiceLooks {
  readonly looks: number;
  /** Those at which work could be done. */
  readonly up: number;
  readonly slots: number;
  readonly running: number;
}

export const NO_LOOKS: ServiceLooks = { looks: 0, up: 0, slots: 0, running: 0 };

/** An executor as far as it matters here. */
interface Room {
  readonly slots: number;
  readonly running: number;
  /** Why it cannot use its CLI. */
  readonly problem?: string;
}

export interface Seen {
  readonly executors: readonly Room[];
  readonly closed: readonly ClosedGate[];
  /** Something waits for a place. */
  readonly doesWorkWait: boolean;
}

/** A limit and a pause are no failure of the service; and where nothing waits no executor is needed. */
export function lookAt(seen: Seen, now: Date): ServiceLooks {
  const working = seen.executors.filter(({ problem }) => problem === undefined);
  const isStopped = seen.closed.some(
    (gate) =>
      (gate.name === "emergency" || gate.name === "session") &&
      isClosed(gate, now),
  );
  const isUp = !isStopped && (working.length > 0 || !seen.doesWorkWait);
  return {
    looks: 1,
    up: Number(isUp),
    slots: sum(working.map(({ slots }) => slots)),
    running: sum(working.map(({ running }) => running)),
  };
}

export const addLooks = (
  one: ServiceLooks,
  other: ServiceLooks,
): ServiceLooks => ({
  looks: one.looks + other.looks,
  up: one.up + other.up,
  slots: one.slots + other.slots,
  running: one.running + other.running,
});

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, each) => total + each, 0);
