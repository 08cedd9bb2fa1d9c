import { describe, expect, it } from "vitest";
import { findMembers } from "../../../shared/adapters/execa/find-members.ts";

const OWN_PID = 50;

/** A table of processes, each as [pid, parent, session]. */
const table = (...rows: readonly (readonly [number, number, number])[]) =>
  rows.map(([pid, parentPid, sessionId]) => ({
    pid,
    parentPid,
    sessionId,
    startTime: "1",
    isHalted: false,
  }));

function members(
  rows: ReturnType<typeof table>,
  { roots = [] as number[], marked = [] as number[], sessionId = -1 },
) {
  const found = findMembers(
    rows,
    {
      rootPids: new Set(roots),
      sessionId,
      isMarked: (pid) => marked.includes(pid),
    },
    OWN_PID,
  );
  return found.map(({ pid }) => pid).sort((a, b) => a - b);
}

describe("the members of a tree", () => {
  it("are its root and all descendants, in whatever order they are listed", () => {
    const rows = table([103, 102, 1], [102, 101, 1], [101, 50, 1], [104, 1, 1]);
    expect(members(rows, { roots: [101] })).toEqual([101, 102, 103]);
  });

  it("are also those that carry the marker, and their descendants", () => {
    const rows = table([201, 1, 201], [202, 201, 201], [203, 1, 203]);
    expect(members(rows, { marked: [201] })).toEqual([201, 202]);
  });

  it("are also those that stayed in the session of a root that is gone", () => {
    const rows = table([301, 1, 300], [302, 1, 7]);
    expect(members(rows, { sessionId: 300 })).toEqual([301]);
  });

  it("never include the caller, its ancestors or pid 1", () => {
    const rows = table([1, 0, 1], [40, 1, 40], [50, 40, 40], [60, 40, 40]);
    const all = { marked: [1, 40, 50, 60], sessionId: 40 };
    expect(members(rows, all)).toEqual([60]);
  });
});
