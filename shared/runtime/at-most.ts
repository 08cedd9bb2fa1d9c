/** Waits for a thing, and no longer than is allowed. */
import { setTimeout as sleep } from "node:timers/promises";

/** `undefined` when it took longer; what it comes to then is nobody's. */
export async function atMost<T>(
  work: Promise<T>,
  limitMs: number,
): Promise<T | undefined> {
  const over = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: over.signal });
  // Of whichever comes second, nobody hears.
  limit.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    over.abort();
  }
}
