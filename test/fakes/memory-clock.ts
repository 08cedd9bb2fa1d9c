import type { Clock } from "../../shared/ports/clock.ts";

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves the time on. Sleepers wake one after another, each at its own time, and whatever they
   * set off is done before the time moves further.
   */
  advance(ms: number): Promise<void>;
  /** The process was suspended: the time jumps, and only then do sleepers wake. */
  leap(ms: number): Promise<void>;
  /** How many sleep at present. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export const START = new Date("2030-01-01T00:00:00.000Z");

export function manualClock(start: Date = START): ManualClock {
  let nowMs = start.getTime();
  const sleepers = new Set<Sleeper>();

  const nextUntil = (endMs: number): Sleeper | undefined => {
    const due = [...sleepers].filter(({ at }) => at <= endMs);
    return due.toSorted((one, other) => one.at - other.at)[0];
  };

  const wakeUntil = async (endMs: number): Promise<void> => {
    await settled();
    for (let next = nextUntil(endMs); next; next = nextUntil(endMs)) {
      nowMs = Math.max(nowMs, next.at);
      next.wake();
      await settled();
    }
  };

  return {
    now: () => new Date(nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper = { at: nowMs + Math.max(0, ms), wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake);
        if (signal?.aborted) wake();
      }),
    async advance(ms) {
      const endMs = nowMs + ms;
      await wakeUntil(endMs);
      nowMs = endMs;
    },
    async leap(ms) {
      nowMs += ms;
      await wakeUntil(nowMs);
    },
    sleepers: () => sleepers.size,
  };
}

/** Resolves when everything that needs no time is done: the fakes do all their work in microtasks. */
export const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
