/** Beats a lease until it is told to stop, or until the lease is lost. */
import type { Task } from "../../domain/task.ts";
import { BEAT_MS, LEASE_MS, later } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { TaskStore } from "../../ports/task-store.ts";

/** After a beat that failed for the store's sake. */
const RETRY_MS = 1_000;

export interface HeldLease {
  /** Whether the lease lasts at this moment, by the clock. */
  lasts(): boolean;
  /** Ends the beating. */
  release(): void;
}

/**
 * `onLost` is called at most once: when the fence moved, or when the time is over, be it that the
 * store did not answer or that this process was suspended.
 */
export function keepLease(
  deps: { readonly store: Pick<TaskStore, "renew">; readonly clock: Clock },
  task: Task,
  onLost: () => void,
): HeldLease {
  const { store, clock } = deps;
  const released = new AbortController();
  let until = task.lease?.until ?? clock.now();
  const lasts = (): boolean => clock.now() < until;
  const isReleased = (): boolean => released.signal.aborted;

  const beat = async (): Promise<"kept" | "lost" | "failed"> => {
    const now = clock.now();
    const next = later(now, LEASE_MS);
    try {
      if (!(await store.renew(task, now, next))) return "lost";
      until = next;
      return "kept";
    } catch {
      // The store is away. The lease lasts until its time, and that is what counts.
      return "failed";
    }
  };

  const beatUntilOver = async (): Promise<void> => {
    let pauseMs = BEAT_MS;
    while (!isReleased()) {
      await clock.sleep(pauseMs, released.signal);
      if (isReleased() || !lasts()) return;
      const result = await beat();
      if (result === "lost") until = clock.now();
      pauseMs = result === "kept" ? BEAT_MS : RETRY_MS;
    }
  };

  /** Beside the beats, because a beat itself may hang. */
  const watchTime = async (): Promise<void> => {
    while (!isReleased() && lasts())
      await clock.sleep(
        Math.min(RETRY_MS, until.getTime() - clock.now().getTime()),
        released.signal,
      );
    if (!isReleased()) onLost();
  };

  void beatUntilOver();
  void watchTime();
  return {
    lasts,
    release: () => {
      released.abort();
    },
  };
}
