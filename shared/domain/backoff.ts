/** How long to wait before the next try. The seed's adaptive back-off. */

const BASE_MS = 1_000;
export const MAX_BACKOFF_MS = 300_000;
const JITTER_RATIO = 0.1;

/**
 * Milliseconds to wait after the `n`-th failure in a row (n ≥ 1): 1 s, doubling, plus 0–10 % so
 * that what failed together does not come back together, never above 300 s.
 *
 * @param random a number in [0, 1)
 */
export function backoffMs(n: number, random: number): number {
  // 2^30 s is far beyond the cap: the bound only keeps the power finite.
  const delay = Math.min(BASE_MS * 2 ** Math.min(n - 1, 30), MAX_BACKOFF_MS);
  return Math.min(
    Math.round(delay + delay * JITTER_RATIO * random),
    MAX_BACKOFF_MS,
  );
}
