import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "./child.ts";
import type { Family, Role } from "./family.ts";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** Whoever lived this long had started well: its next delay is the first one again. */
const LONG_LIFE_MS = 60_000;

export interface Keeper {
  readonly family: Family;
  /** Runs between a child's end and its next start. */
  readonly tidyUp: (dead: Child) => Promise<void>;
  readonly say: (line: string) => void;
}

/** Starts a role's program again whenever it ends, whatever its exit code, until the family is closed. */
export async function keepRunning(role: Role, keeper: Keeper): Promise<void> {
  let delayMs = 0;
  for (;;) {
    const child = keeper.family.member(role);
    if (child === undefined) return;
    const how = await child.ended;
    if (keeper.family.isClosed()) return;
    delayMs = nextDelayMs(delayMs, Date.now() - child.startedAt);
    keeper.say(
      `${role} ended (${how}); starting it again in ${delayMs / 1000} s`,
    );
    await keeper.tidyUp(child);
    await sleep(delayMs, undefined, { ref: false });
    if (keeper.family.isClosed()) return;
    keeper.family.start(role);
  }
}

/** @param lastMs the delay before the start that just ended, 0 for the first */
export function nextDelayMs(lastMs: number, livedMs: number): number {
  if (lastMs === 0 || livedMs >= LONG_LIFE_MS) return FIRST_DELAY_MS;
  return Math.min(2 * lastMs, LONGEST_DELAY_MS);
}
