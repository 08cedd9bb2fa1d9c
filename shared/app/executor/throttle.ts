/** Keeps starts apart by the time that the settings want between two of them. */
import { later } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { WorkOneTask } from "./work-one-task.ts";

export interface Throttle {
  /** Whether work may start now. When it may not, `onOver` tells when it may. */
  isOver(): boolean;
  /** The same work, of which each start counts that came to a run. */
  counting(work: WorkOneTask): WorkOneTask;
}

export function throttle(deps: {
  /** Asked each time: it may change. */
  readonly delayMs: () => number;
  readonly clock: Clock;
  /** Ends the waiting. */
  readonly stop: AbortSignal;
  readonly onOver: () => void;
}): Throttle {
  const { clock, stop } = deps;
  let lastAt: Date | undefined;
  let isWaiting = false;

  const leftMs = (): number =>
    lastAt === undefined
      ? 0
      : later(lastAt, deps.delayMs()).getTime() - clock.now().getTime();

  const wait = async (): Promise<void> => {
    if (isWaiting) return;
    isWaiting = true;
    await clock.sleep(leftMs(), stop);
    isWaiting = false;
    deps.onOver();
  };

  return {
    isOver() {
      if (leftMs() <= 0) return true;
      void wait();
      return false;
    },
    counting: (work) => (message, slot, onRunOver) => {
      const before = lastAt;
      const mine = clock.now();
      lastAt = mine;
      let hasRun = false;
      const working = work(message, slot, () => {
        hasRun = true;
        onRunOver();
      });
      // A message that was stale shall not cost those behind it their time.
      const settle = (): void => {
        if (!hasRun && lastAt === mine) lastAt = before;
      };
      void working.then(settle, settle);
      return working;
    },
  };
}
