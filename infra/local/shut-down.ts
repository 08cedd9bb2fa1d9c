import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "./child.ts";
import type { Family } from "./family.ts";

/** Milliseconds after the beginning of the end: npm's caller may count on 15 s in all. */
const DRAINED_WITHIN_MS = 10_000;
const ENDED_WITHIN_MS = 12_000;

/**
 * Ends every child. The API and the executor go first, while the emulators still take their last
 * writes. Once the executor has no task left, only its long polls are in flight, up to 20 s: they
 * must not be aborted by their client, so the emulators are ended under them.
 */
export async function shutDown(family: Family): Promise<void> {
  family.close();
  const drained = sleep(DRAINED_WITHIN_MS, undefined, { ref: false });
  const ended = sleep(ENDED_WITHIN_MS, undefined, { ref: false });
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
