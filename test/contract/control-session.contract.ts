import { describe, expect, it } from "vitest";
import type { ClosedGate } from "../../shared/domain/gate.ts";
import { NEVER_LOST, type Session } from "../../shared/domain/session.ts";
import { later } from "../../shared/domain/timing.ts";
import type { GateStore, Head } from "../../shared/ports/control-store.ts";
import type { SessionStore } from "../../shared/ports/session-store.ts";
import { START } from "../fakes/memory-clock.ts";

export interface SessionsUnderTest {
  readonly sessions: SessionStore;
  readonly gates: GateStore;
  readonly head: Head;
}

const BLOCKED: Session = {
  ...NEVER_LOST,
  state: "blocked",
  since: later(START, 1),
  loss: {
    incident: "i-1",
    cause: "billing",
    reason: "Credit balance is too low",
    at: START,
    executorId: "e-1",
  },
};
const BY_HAND: ClosedGate = {
  name: "session",
  reason: "a new key comes",
  actor: "olga",
  since: START,
};

/** What every store of the login promises. The first test needs a store nobody wrote to. */
export function sessionsContract(stores: () => SessionsUnderTest): void {
  const read = () => stores().sessions.read();
  const write = async (next: Session): Promise<void> => {
    expect(await stores().sessions.replace(await read(), next)).toBe(true);
  };
  const gate = async () =>
    (await stores().gates.closedGates()).filter(
      ({ name }) => name === "session",
    );

  describe("the login", () => {
    it("was never lost before anything was written", async () => {
      expect(await read()).toEqual({ session: NEVER_LOST, version: 0 });
    });

    it("is written first by one of twenty that come at once", async () => {
      await writtenByOneOf20(stores());
    });

    it("is read as it was written, every field of it", async () => {
      const at = later(START, 60_000);
      const session: Session = {
        ...BLOCKED,
        state: "verifying",
        loss: { ...BLOCKED.loss!, taskId: "t-1" },
        issue: {
          number: 7,
          url: "https://github.com/o/r/issues/7",
          etag: 'W/"abc"',
          body: "text\nof the issue",
          writtenAt: at,
        },
        restoredAt: later(START, -1),
        lastVerifiedAt: at,
        lastError: "refused",
        verifier: { id: "v-1", until: at },
        doubts: 2,
        verifyAfter: at,
        pen: { id: "p-1", until: at },
        trouble: { count: 3, message: "no answer", nextTryAt: at },
        owed: [
          { issue: 6, word: "works", tasks: 12 },
          { issue: 7, word: "refused", reason: "still expired" },
          { issue: 7, word: "doubtful", reason: "no network" },
          { issue: 7, word: "opened" },
          { issue: 7, word: "needless" },
        ],
      };
      await write(session);
      expect((await read()).session).toEqual(session);
      await write(NEVER_LOST);
      expect((await read()).session).toEqual(NEVER_LOST);
    });

    it("is replaced by one of twenty that saw the same", async () => {
      await writtenByOneOf20(stores());
    });

    it("moves the head with each write, also with one that came late", async () => {
      const { sessions, head } = stores();
      const seen = await read();
      for (const isFirst of [true, false]) {
        const before = await head.read();
        expect(await sessions.replace(seen, BLOCKED)).toBe(isFirst);
        expect(await head.read()).toBeGreaterThan(before);
      }
    });

    it("is seen by whoever reads the gates, until it is back", async () => {
      await write(BLOCKED);
      const closed = {
        name: "session",
        reason: "billing",
        actor: "ccsp",
        since: START,
      };
      expect(await gate()).toEqual([closed]);
      await write({ ...BLOCKED, state: "verifying", since: later(START, 9) });
      expect(await gate()).toEqual([closed]);
      await write(NEVER_LOST);
      expect(await gate()).toEqual([]);
    });

    it("counts as active when somebody opens the gate, and the loss is still there", async () => {
      await write(BLOCKED);
      const before = await read();
      expect(await stores().gates.open("session")).toBe(true);
      expect((await read()).session).toEqual({ ...BLOCKED, state: "active" });
      // Who saw it closed does not close it again without looking.
      expect(await stores().sessions.replace(before, BLOCKED)).toBe(false);
      expect(await gate()).toEqual([]);
      await write(NEVER_LOST);
    });

    it("is active while a person has closed the gate, and leaves it closed", async () => {
      await stores().gates.close(BY_HAND);
      const { name: _, ...byHand } = BY_HAND;
      expect(await read()).toMatchObject({ session: NEVER_LOST, byHand });
      await write({ ...NEVER_LOST, lastVerifiedAt: START });
      expect(await gate()).toEqual([BY_HAND]);
    });

    it("covers what a person closed when it is lost, and uncovers it when it is back", async () => {
      await write(BLOCKED);
      expect(await gate()).toMatchObject([{ actor: "ccsp" }]);
      await write({ ...BLOCKED, state: "monitoring" });
      await write(NEVER_LOST);
      expect(await gate()).toEqual([BY_HAND]);
      await stores().gates.open("session");
      expect(await read()).not.toHaveProperty("byHand");
    });
  });
}

async function writtenByOneOf20({
  sessions,
}: SessionsUnderTest): Promise<void> {
  const seen = await sessions.read();
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, doubts) =>
      sessions.replace(seen, { ...NEVER_LOST, doubts }),
    ),
  );
  expect(all.filter(Boolean)).toHaveLength(1);
  const { session, version } = await sessions.read();
  expect(session.doubts).toBe(all.indexOf(true));
  expect(version).toBeGreaterThan(seen.version);
}
