/** What is asked again and again, and how old it may become. */
import type { Name } from "./answers.ts";

/** With the answer's way, what is shown is at most five seconds old. */
export const TICK_MS = 4_500;

/** What is the case now: asked at every tick. */
const STATE: readonly Name[] = ["status", "running", "usage", "failures"];
/** What is measured over an hour, or seldom changes: two at every tick, in turn. */
const SLOW: readonly Name[] = [
  "performance",
  "stats",
  "session",
  "errors",
  "health",
  "trail",
];
const SLOW_EACH_TICK = 2;

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

/** What is asked at a tick; at the first, everything. */
export function due(tick: number): readonly Name[] {
  if (tick === 0) return [...STATE, ...SLOW];
  const first = (tick * SLOW_EACH_TICK) % SLOW.length;
  return [...STATE, ...SLOW.slice(first, first + SLOW_EACH_TICK)];
}

/** Older than this, it is marked: two answers in a row have not come. */
export function staleAfterMs(name: Name): number {
  const everyTicks = STATE.includes(name) ? 1 : SLOW.length / SLOW_EACH_TICK;
  return 2 * everyTicks * TICK_MS + 1_000;
}
