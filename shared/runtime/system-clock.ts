/** The machine's clock, corrected by what the table's answers say. */
import { setTimeout } from "node:timers/promises";
import type { Clock } from "../ports/clock.ts";

/** @param offsetMs the milliseconds by which the table's clock is ahead */
export function systemClock(offsetMs: () => number = () => 0): Clock {
  return {
    now: () => new Date(Date.now() + offsetMs()),
    // Aborted is not failed: the sleeper looks at its signal.
    sleep: (ms, signal) =>
      setTimeout(ms, undefined, signal && { signal }).catch(() => undefined),
  };
}
