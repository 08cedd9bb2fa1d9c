import { readFileSync } from "node:fs";
import { type ProcessEntry, readProcessTable } from "./process-table.ts";

/** More processes and threads than a machine starts in a millisecond. */
const STARTS_PER_MS = 50;
/** More pids than are passed over because they are still in use. */
const PIDS_IN_USE = 2_000;

/**
 * Every living process that may be younger than the one that was started with this pid so long
 * ago, and some older ones (Linux only).
 *
 * Reading the whole of `/proc` takes longer than a short run. Pids are given out in ascending
 * order, and from the lowest again only after the highest, so for a while whoever is younger has
 * a higher one. https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html (pid_max)
 */
export function readYoungerProcesses(
  pid: number,
  ageMs: number,
): ProcessEntry[] {
  const farthest = pid + PIDS_IN_USE + ageMs * STARTS_PER_MS;
  return readProcessTable(farthest < highestPid() ? pid : 0);
}

let highest: number | undefined;

function highestPid(): number {
  highest ??= Number(readFileSync("/proc/sys/kernel/pid_max", "utf8"));
  return highest;
}
