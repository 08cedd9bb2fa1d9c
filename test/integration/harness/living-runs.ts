/** What executors have running, wherever it went. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  readProcessTable,
  readRunMarker,
} from "../../../shared/adapters/execa/process-table.ts";
import type { Executor } from "./world.ts";

/** Processes alive that a run of these executors started, with all that came of them. */
export const livingRuns = (...executors: readonly Executor[]): number =>
  readProcessTable()
    .map(({ pid }) => readRunMarker(pid))
    .filter((marker) => executors.some(({ id }) => marker?.startsWith(id)))
    .length;

/** @returns milliseconds until the condition held; @throws when it does not for two minutes */
export async function timeUntil(
  isTrue: () => boolean | Promise<boolean>,
): Promise<number> {
  const since = performance.now();
  const passedMs = () => performance.now() - since;
  while (!(await isTrue())) {
    if (passedMs() > 110_000) throw new Error("it never came true");
    await sleep(50);
  }
  return passedMs();
}
