/** How long to wait before the next try, so that many clients that failed together do not return together. */

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;

/**
 * Doubles with each failed try up to the cap, less up to half. What the service asked for is never
 * cut short, and has up to a tenth on top.
 *
 * @param tries that failed, 1 or more
 * @param random a number in [0, 1)
 */
export function backoffMs(
  tries: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  const exponential = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1));
  const asked = (retryAfterMs ?? 0) * (1 + random / 10);
  return Math.max(exponential * (1 - random / 2), asked);
}
