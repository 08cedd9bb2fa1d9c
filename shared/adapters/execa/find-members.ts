import { type ProcessEntry } from "./process-table.ts";

/** What makes a process a member of the tree that is to be ended. */
export interface Membership {
  /** Processes that belong to it themselves, whatever they carry. */
  readonly rootPids: ReadonlySet<number>;
  /** Whoever is in this session belongs to it: a session outlives the process that founded it. */
  readonly sessionId?: number;
  /** Whether a process carries a marker of this tree. */
  readonly isMarked: (pid: number) => boolean;
  /** Who started before that many clock ticks since boot cannot carry it, and is not asked. */
  readonly since?: number;
}

/**
 * The members of a tree: its roots, its session, whoever carries its marker, and all descendants
 * of these.
 *
 * Never among them: `ownPid` and its ancestors, and pid 1, so that whoever ends a tree survives
 * it even when it was itself started inside one.
 */
export function findMembers(
  table: readonly ProcessEntry[],
  membership: Membership,
  ownPid: number,
): ProcessEntry[] {
  const spared = ancestorsOf(table, ownPid);
  const candidates = table.filter((entry) => !spared.has(entry.pid));
  const members = new Map(
    candidates
      .filter((entry) => isFounder(entry, membership))
      .map((entry) => [entry.pid, entry]),
  );
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const entry of candidates) {
      if (members.has(entry.parentPid)) members.set(entry.pid, entry);
    }
  }
  return [...members.values()];
}

function isFounder(
  entry: ProcessEntry,
  { rootPids, sessionId, isMarked, since = 0 }: Membership,
): boolean {
  return (
    rootPids.has(entry.pid) ||
    entry.sessionId === sessionId ||
    (Number(entry.startTime) >= since && isMarked(entry.pid))
  );
}

function ancestorsOf(
  table: readonly ProcessEntry[],
  ownPid: number,
): Set<number> {
  const parents = new Map(table.map((entry) => [entry.pid, entry.parentPid]));
  const spared = new Set([0, 1]);
  for (
    let pid: number | undefined = ownPid;
    pid !== undefined && !spared.has(pid);
    pid = parents.get(pid)
  ) {
    spared.add(pid);
  }
  return spared;
}
