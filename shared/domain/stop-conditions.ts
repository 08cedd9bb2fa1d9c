/**
 * When the service stops itself: a condition is sighted, and enough sightings within its window are
 * an emergency. Pure; the sightings are one state for all executors.
 */
import { later } from "./timing.ts";

export const STOP_CONDITIONS = [
  "memory-exhausted",
  "queue-unreachable",
  "session-lost",
  "long-limit",
] as const;
export type StopCondition = (typeof STOP_CONDITIONS)[number];

/** `immediate`: at once; `delayed`: if it still lasts then; `off`: never. */
export const STOP_ACTIONS = ["immediate", "delayed", "off"] as const;
export type StopAction = (typeof STOP_ACTIONS)[number];

export interface StopRule {
  /** So many sightings within the window. */
  readonly threshold: number;
  readonly windowMs: number;
  readonly action: StopAction;
  /** From the threshold to the stop, for `delayed`. */
  readonly delayMs: number;
}

export type StopRules = Readonly<Record<StopCondition, StopRule>>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A limit that closes for longer is one sighting of `long-limit`. */
export const LONG_LIMIT_MS = HOUR_MS;
/** Of the memory that the executor may have: more, after its CLIs were ended, is a sighting. */
export const MEMORY_EXHAUSTED = 0.95;

export const STOP_RULES: StopRules = {
  "memory-exhausted": {
    threshold: 1,
    windowMs: HOUR_MS,
    action: "immediate",
    delayMs: 0,
  },
  "queue-unreachable": {
    threshold: 3,
    windowMs: MINUTE_MS,
    action: "delayed",
    delayMs: 30_000,
  },
  "session-lost": {
    threshold: 5,
    windowMs: HOUR_MS,
    action: "immediate",
    delayMs: 0,
  },
  "long-limit": {
    threshold: 1,
    windowMs: HOUR_MS,
    action: "off",
    delayMs: 0,
  },
};

/** The sightings of one condition since it was last known to be over. */
export interface Sightings {
  readonly at: readonly Date[];
  /** When the threshold was reached. */
  readonly reachedAt?: Date;
}

export const NO_SIGHTINGS: Sightings = { at: [] };

/** One sighting more, without those that left the window. */
export function sighted(
  rule: StopRule,
  { at, reachedAt }: Sightings,
  now: Date,
): Sightings {
  const since = later(now, -rule.windowMs);
  const recent = at.filter((each) => each > since);
  const kept = [...recent, now].slice(-rule.threshold);
  // One of which nothing was seen for so long did not last.
  const before = recent.length > 0 ? reachedAt : undefined;
  const reached = before ?? (kept.length >= rule.threshold ? now : undefined);
  return { at: kept, ...(reached && { reachedAt: reached }) };
}

/** When the service stops if nothing changes; `undefined`: it goes on. */
export function stopsAt(
  { action, delayMs }: StopRule,
  { reachedAt }: Sightings,
): Date | undefined {
  switch (action) {
    case "immediate":
      return reachedAt;
    case "delayed":
      return reachedAt && later(reachedAt, delayMs);
    case "off":
      return undefined;
  }
}
