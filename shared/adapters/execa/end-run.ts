import { endTree } from "./end-tree.ts";
import { findMembers, type Membership } from "./find-members.ts";
import { readRunMarker } from "./process-table.ts";
import { readYoungerProcesses } from "./read-younger-processes.ts";
import { waitAtMost } from "./wait-at-most.ts";

/** One started program and how its processes are recognised. */
export interface StartedRun {
  readonly pid: number;
  readonly marker: string;
  /** Clock ticks since boot; everything that it started is younger. */
  readonly startTime: string | undefined;
  /** Milliseconds since a moment shortly before that. */
  readonly ageMs: () => number;
  /** Resolves when the program itself has ended. */
  readonly ended: Promise<unknown>;
}

/** Milliseconds that the kernel is given to carry out a SIGKILL. */
const KILL_WAIT_MS = 1_000;

/** Ends the program and everything it started: SIGTERM, at most `graceMs`, SIGKILL. */
export async function endRun(run: StartedRun, graceMs: number): Promise<void> {
  if (process.platform === "linux") {
    await endTree({ rootPids: new Set([run.pid]), ...belonging(run) }, graceMs);
  } else {
    signalGroup(run.pid, "SIGTERM");
    await waitAtMost(graceMs, run.ended);
    signalGroup(run.pid, "SIGKILL");
  }
  await waitAtMost(KILL_WAIT_MS, run.ended);
}

/** Ends what a program left behind that has itself ended. Its pid may be somebody else's by now. */
export async function endLeftovers(
  run: StartedRun,
  graceMs: number,
): Promise<void> {
  if (process.platform === "linux") {
    const membership = { rootPids: new Set<number>(), ...belonging(run) };
    if (hasMembers(run, membership)) await endTree(membership, graceMs);
  } else {
    signalGroup(run.pid, "SIGKILL");
  }
}

/** Nearly every program leaves nothing behind: this look is cheaper than the first one of `endTree`. */
function hasMembers(run: StartedRun, membership: Membership): boolean {
  const younger = readYoungerProcesses(run.pid, run.ageMs());
  return findMembers(younger, membership, process.pid).length > 0;
}

/** The program was started as the leader of a session of its own, so its pid names that session. */
function belonging(run: StartedRun) {
  return {
    sessionId: run.pid,
    isMarked: (pid: number) => readRunMarker(pid) === run.marker,
    since: Number(run.startTime ?? 0),
  };
}

/** Where there is no `/proc`: reaches what stayed in the program's process group, and no more. */
function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    return;
  }
}
