import type { Membership } from "./find-members.ts";
import { identity, type Tree, watchTree } from "./watch-tree.ts";

/** Milliseconds between two looks for new members while waiting; a look reads the whole of `/proc`. */
const LOOK_INTERVAL_MS = 200;

/** Looks after SIGKILL: some 20 ms each, under a second. What survives that hangs in the kernel. */
const MAX_KILL_LOOKS = 32;

/** After a kill, one empty look may have missed a process in the middle of a fork or an exec. */
const CLEAN_LOOKS_AFTER_KILL = 2;

/**
 * Ends a whole process tree (Linux): SIGTERM to every member, up to `graceMs` for all of them to
 * go, then SIGKILL to the rest, and looks again until nothing is left.
 *
 * Members are remembered from the first look on, because the links between them break as they
 * die. Each look compares start times and is followed by its signals at once, so that no stranger
 * is hit who was given a dead member's pid.
 *
 * @returns how many processes it found
 */
export async function endTree(
  membership: Membership,
  graceMs: number,
): Promise<number> {
  const tree = watchTree(membership);
  if (tree.look().length === 0) return 0;
  await askToEnd(tree, graceMs);
  await kill(tree);
  return tree.found.size;
}

/** SIGTERM to each member once, as soon as it is seen; returns when all are gone or time is up. */
async function askToEnd(tree: Tree, graceMs: number): Promise<void> {
  const deadline = performance.now() + graceMs;
  const asked = new Set<string>();
  while (performance.now() < deadline) {
    const living = tree.look();
    if (living.length === 0) return;
    for (const entry of living.filter((each) => !asked.has(identity(each)))) {
      asked.add(identity(entry));
      signal(entry.pid, "SIGTERM");
      // A halted process could not react: wake it.
      if (entry.isHalted) signal(entry.pid, "SIGCONT");
    }
    const leftMs = deadline - performance.now();
    await tree.rest(Math.min(LOOK_INTERVAL_MS, leftMs));
  }
}

async function kill(tree: Tree): Promise<void> {
  let cleanLooks = 0;
  for (let looks = 0; looks < MAX_KILL_LOOKS; looks += 1) {
    const living = tree.look();
    for (const entry of living) signal(entry.pid, "SIGKILL");
    cleanLooks = living.length === 0 ? cleanLooks + 1 : 0;
    if (cleanLooks === CLEAN_LOOKS_AFTER_KILL) return;
    await tree.rest(0);
  }
}

/** That the process is already gone, or another user's, is no reason to stop ending the others. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    return;
  }
}
