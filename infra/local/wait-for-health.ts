import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const ASK_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 5_000;

const Health = z.object({ status: z.string() });

/** Resolves once the API answers for itself; a service that says it is down answers, too. */
export async function waitForHealth(
  baseUrl: string,
  signal: AbortSignal,
): Promise<void> {
  while (!(await isAnswered(`${baseUrl}/health`, signal)))
    await sleep(ASK_EVERY_MS, undefined, { signal });
}

async function isAnswered(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    if (response.status < 500) return true;
    return Health.safeParse(await response.json()).success;
  } catch {
    signal.throwIfAborted();
    return false; // nobody listens yet, or not a JSON answer
  }
}
