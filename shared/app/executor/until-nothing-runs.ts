/** Waits until nothing runs here any more and all of it is recorded, and ends what must not go on. */
import type { Clock } from "../../ports/clock.ts";
import type { EndReason, Slots } from "./slots.ts";

/** Between two looks at whether something still runs. */
const LOOK_MS = 25;

/**
 * @param why asked at each look: what runs then is ended for it; `undefined`: it may go on
 * @param withinMs after so long it is waited for no more
 */
export async function untilNothingRuns(
  { slots, clock }: { readonly slots: Slots; readonly clock: Clock },
  why: () => EndReason | undefined,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const startedAt = clock.now().getTime();
  const isOver = (): boolean => clock.now().getTime() - startedAt >= withinMs;
  while ((slots.taken() > 0 || slots.running.size > 0) && !isOver()) {
    const reason = why();
    // Each time anew: a claim that was under way joins those that run.
    if (reason) for (const each of slots.running.values()) each.end(reason);
    await clock.sleep(LOOK_MS);
  }
}
