/** What is asked again and again, and how old it may become. */
import type { Name } from "./answers.ts";

/** Everything is asked once in it: with the answer's way, what is shown is at most five seconds old. */
const ROUND_MS = 4_500;

export const PATHS: Readonly<Record<Name, string>> = {
  status: "queue/status",
  running: "queue/running",
  usage: "stats/usage?period=minute",
  failures: "dead-letters?limit=8",
  performance: "stats/performance?period=minute",
  errors: "stats/errors",
  stats: "stats",
  session: "session/status",
  health: "health",
  trail: "audit?limit=8",
};

/** Half of it at every tick, in turn: a tab shall not ask ten things of the service at once. */
const TURNS: readonly (readonly Name[])[] = [
  ["status", "running", "usage", "failures", "errors"],
  ["performance", "stats", "session", "health", "trail"],
];

export const TICK_MS = ROUND_MS / TURNS.length;

/** What is asked at a tick; at the first, everything. */
export const due = (tick: number): readonly Name[] =>
  tick === 0 ? TURNS.flat() : (TURNS[tick % TURNS.length] ?? []);

/** Older than this, it is marked: two answers in a row have not come. */
export const STALE_AFTER_MS = 2 * ROUND_MS + 1_000;
