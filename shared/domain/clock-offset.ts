/** How far the local clock is from the table's, learned from the `Date` header of its answers. */

/** One answer: the server's time with a resolution of one second, between two local times. */
export interface DatedAnswer {
  readonly sentAtMs: number;
  readonly serverDateMs: number;
  readonly receivedAtMs: number;
}

/**
 * The milliseconds to add to the local clock, after one more answer.
 *
 * The server's time T was in [header, header + 1 s) at a moment between sending and receiving, so
 * the true offset lies between `header − received` and `header + 1 s − sent`. The old offset stays
 * while it is inside; otherwise it moves to the nearer edge. A clock that is right is never moved.
 */
export function correctOffsetMs(
  previousMs: number,
  answer: DatedAnswer,
): number {
  const lowest = answer.serverDateMs - answer.receivedAtMs;
  const highest = answer.serverDateMs + 1_000 - answer.sentAtMs;
  return Math.min(Math.max(previousMs, lowest), highest);
}
