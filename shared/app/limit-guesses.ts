/**
 * How often one source may show a secret that opens nothing. Each process counts for itself, in
 * bounded memory: what this spares is the table, for nobody guesses 256 bits.
 */
import type { Clock } from "../ports/clock.ts";

export interface GuessLimit {
  /** How long the source has to wait before it may try again, in milliseconds; 0: not at all. */
  waitMs(source: string): number;
  count(source: string): void;
}

const MAX_GUESSES = 20;
/** From the first guess on; guesses meanwhile do not lengthen it. */
const WINDOW_MS = 60_000;
/** A few megabytes, from however many addresses somebody guesses. */
const MAX_SOURCES = 10_000;

export function limitGuesses(clock: Pick<Clock, "now">): GuessLimit {
  const windows = new Map<
    string,
    { guesses: number; readonly endsAt: number }
  >();

  const open = (source: string, now: number) => {
    const window = windows.get(source);
    return window && window.endsAt > now ? window : undefined;
  };

  /** All last equally long, so the first of the map is the first to end. */
  const makeRoom = (now: number): void => {
    for (const [source, { endsAt }] of windows) {
      if (endsAt > now && windows.size < MAX_SOURCES) return;
      windows.delete(source);
    }
  };

  return {
    waitMs(source) {
      const now = clock.now().getTime();
      const window = open(source, now);
      return window && window.guesses >= MAX_GUESSES ? window.endsAt - now : 0;
    },
    count(source) {
      const now = clock.now().getTime();
      const window = open(source, now);
      if (window) {
        window.guesses += 1;
        return;
      }
      windows.delete(source); // a new window is put last
      makeRoom(now);
      windows.set(source, { guesses: 1, endsAt: now + WINDOW_MS });
    },
  };
}
