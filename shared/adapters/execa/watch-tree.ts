import { setTimeout as sleep } from "node:timers/promises";
import { findMembers, type Membership } from "./find-members.ts";
import {
  type ProcessEntry,
  readProcess,
  readProcessTable,
} from "./process-table.ts";

/** Milliseconds between two checks whether known members are gone; such a check is cheap. */
const CHECK_INTERVAL_MS = 20;

/** A process tree under watch. Once seen, a member stays known, though the links to it may break. */
export interface Tree {
  /** The members alive at this moment, those remembered from earlier looks included. */
  look(): ProcessEntry[];
  /** Waits until all members seen so far are gone, at most `ms` milliseconds. */
  rest(ms: number): Promise<void>;
  /** The identity of every member seen so far. */
  readonly found: ReadonlySet<string>;
}

/** Roots count by their bare pid in the first look only; later they are known by start time too. */
export function watchTree(membership: Membership): Tree {
  const remembered = new Map(
    [...membership.rootPids]
      .map((pid) => readProcess(pid))
      .filter((entry) => entry !== undefined)
      .map((entry) => [entry.pid, entry]),
  );
  const found = new Set<string>();
  const forgetTheDead = () => {
    for (const [pid, entry] of remembered) {
      if (readProcess(pid)?.startTime !== entry.startTime) {
        remembered.delete(pid);
      }
    }
  };
  return {
    found,
    rest: async (ms) => {
      const deadline = performance.now() + ms;
      do {
        await sleep(CHECK_INTERVAL_MS);
        forgetTheDead();
      } while (remembered.size > 0 && performance.now() < deadline);
    },
    look: () => {
      forgetTheDead();
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

/** Names one process for ever, as its pid alone does not. */
export function identity(entry: ProcessEntry): string {
  return `${entry.pid}@${entry.startTime}`;
}
