/**
 * The gate `load`: closed for some classes while one of the account's usage windows is nearly used
 * up, or is expected to be soon, and open again when that window resets. Pure; one state for all.
 */
import { OWN_ACTOR } from "../audit.ts";
import type { ClosedGate } from "../gate.ts";
import type { UsageWindow } from "../outcome.ts";
import type { LoadManagement } from "../settings.ts";
import { HELD_CLASSES, type LoadLevel, nextLevel, rank } from "./load-level.ts";

/** What somebody found out about a window. One whose end is not known holds nothing: until when? */
export interface WindowReading extends UsageWindow {
  /** The share that is expected soon; `null`: it is not expected to be used up. Absent: not asked. */
  readonly expected?: number | null;
  readonly seenAt: Date;
}

export interface HeldWindow {
  readonly name: string;
  readonly utilization: number;
  readonly expected: number | null;
  readonly resetsAt: Date;
  readonly seenAt: Date;
  readonly level: LoadLevel;
}

/** A person said that this window shall hold nothing until it resets. */
export interface Overruled {
  readonly name: string;
  readonly until: Date;
}

export interface LoadState {
  readonly windows: readonly HeldWindow[];
  readonly overruled: readonly Overruled[];
  /** Since when the gate is closed; absent while it is open. */
  readonly since?: Date;
}

export const NO_LOAD: LoadState = { windows: [], overruled: [] };

/** By which rules, and when, something is decided. */
export interface Circumstance {
  readonly rules: LoadManagement;
  readonly now: Date;
}

/** The state with what was read; with nothing, what it is by the rules and the time of now. */
export function withReadings(
  state: LoadState,
  readings: readonly WindowReading[],
  { rules, now }: Circumstance,
): LoadState {
  const byName = new Map(state.windows.map((each) => [each.name, each]));
  for (const reading of readings) {
    const read = readAgain(byName.get(reading.name), reading);
    if (read) byName.set(read.name, read);
  }
  const windows = [...byName.values()]
    .filter(({ resetsAt }) => resetsAt > now)
    .map((each) => ({
      ...each,
      level: nextLevel(each.level, shareOf(each), rules),
    }));
  const overruled = state.overruled.filter(({ until }) => until > now);
  const next = { windows, overruled };
  if (!strongest(next)) return next;
  const stillHolds = strongest({ ...state, windows: unended(state, now) });
  return { ...next, since: (stillHolds && state.since) ?? now };
}

const unended = ({ windows }: LoadState, now: Date): readonly HeldWindow[] =>
  windows.filter(({ resetsAt }) => resetsAt > now);

function readAgain(
  before: HeldWindow | undefined,
  { name, utilization, expected, resetsAt, seenAt }: WindowReading,
): HeldWindow | undefined {
  if (utilization === undefined || resetsAt === undefined) return undefined;
  const read = { name, utilization, resetsAt, seenAt };
  const isSame = before?.resetsAt.getTime() === resetsAt.getTime();
  // What was read before tells of a period that is over, or of another account.
  if (before && !isSame && before.seenAt > seenAt) return before;
  if (!isSame) return { ...read, expected: expected ?? null, level: "none" };
  const latest = before.seenAt > seenAt ? before : read;
  return {
    ...latest,
    expected: expected === undefined ? before.expected : expected,
    level: before.level,
  };
}

/** The state after a person said that nothing shall wait for the windows that it waits for now. */
export function overruledByHand(state: LoadState): LoadState {
  const holding = state.windows.filter(({ level }) => level !== "none");
  return {
    windows: state.windows,
    overruled: [
      ...state.overruled,
      ...holding.map(({ name, resetsAt }) => ({ name, until: resetsAt })),
    ],
  };
}

/** The gate as everybody sees it; `undefined`: it is open. */
export function loadGate(state: LoadState): ClosedGate | undefined {
  const window = strongest(state);
  if (!window || !state.since) return undefined;
  return {
    name: "load",
    reason: reasonOf(window),
    actor: OWN_ACTOR,
    since: state.since,
    until: window.resetsAt,
    holds: HELD_CLASSES[window.level],
  };
}

/** Whether the two are the same for everybody who waits; a share that grew by a little is not told anew. */
export function isSameLoad(one: LoadState, other: LoadState): boolean {
  const [before, after] = [strongest(one), strongest(other)];
  return (
    before?.name === after?.name &&
    before?.level === after?.level &&
    before?.resetsAt.getTime() === after?.resetsAt.getTime()
  );
}

/** Of those that hold equally much, the one that lasts longest. */
const strongest = ({ windows, overruled }: LoadState): HeldWindow | undefined =>
  windows
    .filter(({ level, name }) => level !== "none" && !isIn(overruled, name))
    .toSorted(
      (one, other) =>
        rank(other.level) - rank(one.level) ||
        other.resetsAt.getTime() - one.resetsAt.getTime(),
    )[0];

const isIn = (overruled: readonly Overruled[], name: string): boolean =>
  overruled.some((each) => each.name === name);

const shareOf = ({
  utilization,
  expected,
}: Pick<HeldWindow, "utilization" | "expected">): number =>
  Math.max(utilization, expected ?? 0);

function reasonOf({ name, utilization, expected }: HeldWindow): string {
  const used = `${name}: ${inPercent(utilization)} used`;
  return expected !== null && expected > utilization
    ? `${used}, ${inPercent(expected)} expected soon`
    : used;
}

const inPercent = (share: number): string => `${Math.floor(share * 100)} %`;
