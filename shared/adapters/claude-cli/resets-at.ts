import { toNumber } from "./json-fields.ts";

/** As seconds, a number this large would be a time after the year 5000: it must be milliseconds. */
const SMALLEST_MILLISECONDS = 1e11;

/** The longest usage window is seven days; a day more for clocks that disagree. */
const FURTHEST_MS = 8 * 24 * 60 * 60 * 1000;

/**
 * The time at which a limit ends, from epoch seconds or milliseconds.
 *
 * @returns `undefined` for what cannot be true: a time that is past, or more than 8 days ahead.
 *   Waiting for it would mean not to wait at all, or to stand still for no reason.
 */
export function readResetsAt(value: unknown, now: Date): Date | undefined {
  const number = toNumber(value);
  if (number === undefined) return undefined;
  const time = number >= SMALLEST_MILLISECONDS ? number : number * 1000;
  const aheadMs = time - now.getTime();
  return aheadMs > 0 && aheadMs <= FURTHEST_MS ? new Date(time) : undefined;
}
