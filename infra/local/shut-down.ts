import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "./child.ts";
import type { Family } from "./family.ts";

/** Milliseconds after the beginning of the end. */
export interface EndTimes {
  readonly drainedWithinMs: number;
  readonly endedWithinMs: number;
}

/** Whoever stops npm may count on 15 s in all. */
const END_TIMES: EndTimes = { drainedWithinMs: 10_000, endedWithinMs: 12_000 };

/**
 * Ends every child. The API and the executor go first, while the emulators still take their last
 * writes. Once the executor has no task left, only its long polls are in flight, up to 20 s: they
 * must not be aborted by their client, so the emulators are ended under them.
 */
export async function shutDown(
  family: Family,
  times: EndTimes = END_TIMES,
): Promise<void> {
  family.close();
  const drained = sleep(times.drainedWithinMs, undefined, { ref: false });
  const ended = sleep(times.endedWithinMs, undefined, { ref: false });
  const api = family.member("api");
  const executor = family.member("executor");
  api?.terminate();
  executor?.terminate();
  await Promise.race([
    Promise.all([api?.ended, drainedOrEnded(executor)]),
    drained,
  ]);
  family.member("emulators")?.terminate();
  await Promise.race([allEnded(family), ended]);
  await killAll(family);
}

/** Ends every child at once. */
export async function killAll(family: Family): Promise<void> {
  family.close();
  for (const child of family.members()) child.kill();
  await allEnded(family);
}

async function drainedOrEnded(executor: Child | undefined): Promise<void> {
  if (executor !== undefined)
    await Promise.race([executor.said("drained"), executor.ended]);
}

async function allEnded(family: Family): Promise<void> {
  await Promise.all(family.members().map((child) => child.ended));
}
