import { setTimeout as sleep } from "node:timers/promises";
import { findMembers, type Membership } from "./find-members.ts";
import {
  type ProcessEntry,
  readProcess,
  readProcessTable,
} from "./process-table.ts";

/** Milliseconds between two looks at the process table. */
const LOOK_INTERVAL_MS = 25;

/** Looks after SIGKILL: with the interval, under a second. What survives that hangs in the kernel. */
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

interface Tree {
  /** The members alive at this moment, those remembered from earlier looks included. */
  look(): ProcessEntry[];
  /** The identity of every member seen so far. */
  readonly found: ReadonlySet<string>;
}

/** Roots count by their bare pid in the first look only; later they are known by start time too. */
function watchTree(membership: Membership): Tree {
  const remembered = new Map(
    [...membership.rootPids]
      .map((pid) => readProcess(pid))
      .filter((entry) => entry !== undefined)
      .map((entry) => [entry.pid, entry]),
  );
  const found = new Set<string>();
  return {
    found,
    look: () => {
      for (const [pid, entry] of remembered) {
        if (readProcess(pid)?.startTime !== entry.startTime) {
          remembered.delete(pid);
        }
      }
      const rootPids = new Set(remembered.keys());
      const living = findMembers(
        readProcessTable(),
        { ...membership, rootPids },
        process.pid,
      );
      for (const entry of living) {
        remembered.set(entry.pid, entry);
        found.add(identity(entry));
      }
      return living;
    },
  };
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
    await sleep(LOOK_INTERVAL_MS);
  }
}

async function kill(tree: Tree): Promise<void> {
  let cleanLooks = 0;
  for (let looks = 0; looks < MAX_KILL_LOOKS; looks += 1) {
    const living = tree.look();
    for (const entry of living) signal(entry.pid, "SIGKILL");
    cleanLooks = living.length === 0 ? cleanLooks + 1 : 0;
    if (cleanLooks === CLEAN_LOOKS_AFTER_KILL) return;
    await sleep(LOOK_INTERVAL_MS);
  }
}

function identity(entry: ProcessEntry): string {
  return `${entry.pid}@${entry.startTime}`;
}

/** That the process is already gone, or another user's, is no reason to stop ending the others. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    return;
  }
}
