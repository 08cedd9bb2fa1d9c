/** How usage windows fill in a simulated account, from a seed, minute by minute. */
import type { Depth } from "../../shared/domain/depth.ts";
import { later } from "../../shared/domain/timing.ts";
import { START } from "../fakes/memory-clock.ts";

const MINUTE_MS = 60_000;
const PERIOD_MINUTES = 300;
const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };

/** Numbers in [0, 1), the same for the same seed: https://prng.di.unimi.it/splitmix64.c in 32 bits. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/**
 * One period of a five-hour window. Runs come at random, at a rate that itself drifts; each takes a
 * share that is spread like the tokens of runs are, and tells the window's use in whole percents.
 */
export function windowSeries(seed: number): readonly Depth[] {
  const random = dice(seed);
  const resetsAt = later(START, PERIOD_MINUTES * MINUTE_MS);
  const share = 0.0005 + 0.0015 * random();
  let rate = 0.5 + 3 * random();
  let used = 0;
  return Array.from({ length: PERIOD_MINUTES }, (_, minute): Depth => {
    rate = Math.max(0.1, rate * (0.95 + 0.1 * random()));
    const runs = [0, 1, 2, 3, 4, 5, 6, 7].filter(() => random() < rate / 8);
    used = runs.reduce((sum) => sum - share * Math.log(1 - random()), used);
    const at = later(START, (minute + 1) * MINUTE_MS);
    const utilization = Math.floor(used * 100) / 100;
    const seenAt = later(at, -MINUTE_MS * random());
    return {
      at,
      classes: {
        urgent: EMPTY,
        high: EMPTY,
        normal: EMPTY,
        scheduled: EMPTY,
        low: EMPTY,
      },
      windows:
        runs.length > 0
          ? [{ name: "five_hour", utilization, resetsAt, seenAt }]
          : [],
    };
  });
}
