import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "./take-lock.ts";

/** A little more than the emulators of a killed supervisor stay for their clients. */
const ENDS_WITHIN_MS = 13_000;
const LOOK_EVERY_MS = 100;

/** Held by the emulators, who are the last of a stack to end. */
export function holdEmulators(stateDir: string): (() => void) | undefined {
  return takeLock(join(stateDir, "emulators.sqlite"));
}

/**
 * Waits while the programs of a supervisor that was killed end by themselves: the executor is
 * giving its tasks back, and whoever ended its CLI runs now would spend attempts of these tasks.
 *
 * @param onWait says that there is something to wait for
 */
export async function awaitFormerEnd(
  stateDir: string,
  onWait: () => void,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < ENDS_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    const release = holdEmulators(stateDir);
    if (release !== undefined) {
      release();
      return;
    }
    if (waitedMs === 0) onWait();
    await sleep(LOOK_EVERY_MS);
  }
}
