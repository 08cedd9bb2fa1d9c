/**
 * Keeps an executor that runs something from being chosen for an end, and lets go when nothing runs
 * any more. What it is asked of may fail: then it is asked again at the next look, and told once.
 */
import { later } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { ScaleIn } from "../../ports/scale-in.ts";

/** Between two looks at what runs: well within a minute, in which a scaling decides. */
const LOOK_MS = 5_000;
/** So long a protection lasts if nobody renews it: an executor that hangs must not be kept for ever. */
const PROTECTED_MS = 15 * 60_000;
const RENEW_MS = 5 * 60_000;

export interface KeepProtectedDeps {
  /** Absent: nobody ends executors to save money. */
  readonly scaleIn?: ScaleIn | undefined;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** @param isWorking whether something runs or is about to */
export function keepProtected(
  { scaleIn, clock, journal }: KeepProtectedDeps,
  isWorking: () => boolean,
): (stop: AbortSignal) => Promise<void> {
  if (!scaleIn) return () => Promise.resolve();
  let protectedUntil: Date | undefined;
  let isTold = false;

  const look = async (): Promise<void> => {
    const now = clock.now();
    if (isWorking()) {
      const isFresh =
        protectedUntil && protectedUntil > later(now, PROTECTED_MS - RENEW_MS);
      if (isFresh) return;
      await scaleIn.protect(PROTECTED_MS);
      protectedUntil = later(now, PROTECTED_MS);
    } else if (protectedUntil) {
      await scaleIn.release();
      protectedUntil = undefined;
    }
    isTold = false;
  };

  return async (stop) => {
    while (!stop.aborted) {
      await look().catch((error: unknown) => {
        if (!isTold)
          journal.note({ event: "unprotected", level: "warn", error });
        isTold = true;
      });
      await clock.sleep(LOOK_MS, stop);
    }
  };
}
