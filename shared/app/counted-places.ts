/** The places under one cap, as this process hands them out. */
import {
  countBegun,
  countEnded,
  isFull,
  isSurelyFull,
  letIn,
  needsCount,
  type QueuedEstimate,
  settled,
  UNCOUNTED,
} from "../domain/queued-estimate.ts";
import type { Clock } from "../ports/clock.ts";

/** Says once whether what took the place was written, and so keeps it. */
export type SettlePlace = (isWritten: boolean) => void;

export interface CountedPlaces {
  /** `undefined`: a count that began after the call found surely no place free. */
  take(cap: number): Promise<SettlePlace | undefined>;
}

/** @param count how many wait; it may stop at `atMost` */
export function countedPlaces(
  count: (atMost: number) => Promise<number>,
  clock: Pick<Clock, "now">,
): CountedPlaces {
  let estimate: QueuedEstimate = UNCOUNTED;
  let begun = 0;
  /** Which count, of those that were begun, is the last that ended. */
  let ended = 0;
  let counting: Promise<void> | undefined;
  let whenAllSettled: (() => void)[] = [];

  const countAnew = async (cap: number): Promise<void> => {
    const begunAt = clock.now();
    begun += 1;
    estimate = countBegun(estimate);
    const waiting = await count(cap);
    ended = begun;
    estimate = countEnded(estimate, { waiting, upTo: cap, begunAt });
  };

  /** One count at a time, for all that ask meanwhile. */
  const joinCount = (cap: number): Promise<void> => {
    counting ??= countAnew(cap).finally(() => {
      counting = undefined;
    });
    return counting;
  };

  /** While it is full nobody is let in, so this comes soon; a count is sure then. */
  const allSettled = (): Promise<void> =>
    new Promise((resolve) => {
      if (estimate.inFlight === 0) resolve();
      else whenAllSettled.push(resolve);
    });

  const hold = (): SettlePlace => {
    estimate = letIn(estimate);
    return (isWritten) => {
      estimate = settled(estimate, isWritten);
      if (estimate.inFlight > 0) return;
      for (const resolve of whenAllSettled) resolve();
      whenAllSettled = [];
    };
  };

  return {
    async take(cap) {
      const begunBefore = begun;
      if (needsCount(estimate, cap, clock.now())) await joinCount(cap);
      while (isFull(estimate, cap)) {
        if (ended > begunBefore && isSurelyFull(estimate, cap))
          return undefined;
        await allSettled();
        await joinCount(cap);
      }
      return hold();
    },
  };
}
