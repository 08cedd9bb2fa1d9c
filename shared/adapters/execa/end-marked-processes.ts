import { endTree } from "./end-tree.ts";
import { readRunMarker } from "./process-table.ts";

/** Milliseconds between SIGTERM and SIGKILL: whoever started these processes is already dead. */
const GRACE_MS = 1_000;

/**
 * Ends every process whose run marker starts with `prefix`, and their descendants: for whoever
 * cleans up after a runner that was killed. Spares the caller and its ancestors.
 *
 * Linux only; elsewhere it finds nothing and returns 0.
 *
 * @returns how many processes it found
 * @throws RangeError when `prefix` is empty: that would end everybody's runs
 */
export async function endMarkedProcesses(prefix: string): Promise<number> {
  if (prefix === "") throw new RangeError("the marker prefix is empty");
  if (process.platform !== "linux") return 0;
  return endTree(
    {
      rootPids: new Set(),
      isMarked: (pid) => readRunMarker(pid)?.startsWith(prefix) === true,
    },
    GRACE_MS,
  );
}
