/**
 * How many tasks wait under one cap, as a process knows it between two counts: what was counted,
 * and what it let in itself since (docs/adr/0010). It never takes too few for waiting of what was
 * there when the count began; what others let in, and what has left, shows at the next count.
 */
export interface QueuedEstimate {
  /** The last count; absent before the first. */
  readonly count?: QueueCount;
  /** Let in since that count began, or not written when it did: it may not hold them. */
  readonly added: number;
  /** How many of these that count may hold all the same: they were written while it went on. */
  readonly unsure: number;
  /** What `added` will be when the count has ended that began last. */
  readonly addedToNext: number;
  /** Let in and not yet written. */
  readonly inFlight: number;
}

export interface QueueCount {
  readonly waiting: number;
  /** It went no further. */
  readonly upTo: number;
  readonly begunAt: Date;
}

export const UNCOUNTED: QueuedEstimate = {
  added: 0,
  unsure: 0,
  addedToNext: 0,
  inFlight: 0,
};

/** A count is not believed for longer. */
const MAX_AGE_MS = 10_000;
/** The same when less than a tenth of the cap is left. */
const MAX_AGE_NEAR_MS = 2_000;

/** The count is missing or old, or too much was let in since for it to be a good ground. */
export function needsCount(
  { count, added }: QueuedEstimate,
  cap: number,
  now: Date,
): boolean {
  if (!count || count.upTo < cap) return true;
  const headroom = Math.max(0, cap - count.waiting);
  const isNear = headroom - added < cap / 10;
  const ageMs = now.getTime() - count.begunAt.getTime();
  return (
    added > headroom / 2 || ageMs >= (isNear ? MAX_AGE_NEAR_MS : MAX_AGE_MS)
  );
}

export const isFull = (
  { count, added }: QueuedEstimate,
  cap: number,
): boolean => (count?.waiting ?? 0) + added >= cap;

/** Full, whichever of those that it is unsure of the count holds. */
export const isSurelyFull = (estimate: QueuedEstimate, cap: number): boolean =>
  (estimate.count?.waiting ?? 0) >= cap ||
  (estimate.unsure === 0 && isFull(estimate, cap));

export const countBegun = (estimate: QueuedEstimate): QueuedEstimate => ({
  ...estimate,
  addedToNext: estimate.inFlight,
});

export const countEnded = (
  estimate: QueuedEstimate,
  count: QueueCount,
): QueuedEstimate => ({
  ...estimate,
  count,
  added: estimate.addedToNext,
  unsure: estimate.addedToNext,
});

export const letIn = (estimate: QueuedEstimate): QueuedEstimate => ({
  ...estimate,
  added: estimate.added + 1,
  addedToNext: estimate.addedToNext + 1,
  inFlight: estimate.inFlight + 1,
});

/** One that was let in is written now, or never will be. */
export function settled(
  estimate: QueuedEstimate,
  isWritten: boolean,
): QueuedEstimate {
  const gone = isWritten ? 0 : 1;
  return {
    ...estimate,
    added: estimate.added - gone,
    addedToNext: estimate.addedToNext - gone,
    inFlight: estimate.inFlight - 1,
  };
}
