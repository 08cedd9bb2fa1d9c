import { describe, expect, it } from "vitest";
import {
  type AccountLimit,
  UNLIMITED,
} from "../../shared/domain/account-limit.ts";
import type { ClosedGate } from "../../shared/domain/gate.ts";
import { later } from "../../shared/domain/timing.ts";
import type { AccountLimitStore } from "../../shared/ports/account-limit-store.ts";
import type { GateStore, Head } from "../../shared/ports/control-store.ts";
import { newTaskId } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

export interface LimitsUnderTest {
  readonly limits: AccountLimitStore;
  readonly gates: GateStore;
  readonly head: Head;
}

const UNTIL = later(START, 3_600_000);
const CLOSED: AccountLimit = {
  ...UNLIMITED,
  refusals: 2,
  closed: { reason: "usage-limit", since: START, until: UNTIL },
};
const BY_HAND: ClosedGate = {
  name: "limit",
  reason: "the month's budget",
  actor: "olga",
  since: START,
};

/** What every store of the account's limits promises. The first test needs a store nobody wrote to. */
export function limitsContract(stores: () => LimitsUnderTest): void {
  const read = () => stores().limits.read();
  const write = async (next: AccountLimit): Promise<void> => {
    expect(await stores().limits.replace(await read(), next)).toBe(true);
  };
  const gate = async () =>
    (await stores().gates.closedGates()).filter(({ name }) => name === "limit");

  describe("the account's limits", () => {
    it("are none before anything was written", async () => {
      expect(await read()).toEqual({ limit: UNLIMITED, version: 0 });
    });

    it("are written first by one of twenty that come at once", async () => {
      await writtenByOneOf20(stores());
    });

    it("are read as they were written, every field of them", async () => {
      const limit: AccountLimit = {
        ...CLOSED,
        canaryUntil: later(UNTIL, 30_000),
        openedAt: later(START, -1),
        unavailable: [
          { taskId: newTaskId(), at: START },
          { taskId: newTaskId(), at: later(START, 1) },
        ],
        failuresInARow: 4,
        nearlyUsed: [
          { name: "five_hour", utilization: 0.95, resetsAt: UNTIL },
          { name: "seven_day" },
        ],
      };
      await write(limit);
      expect((await read()).limit).toEqual(limit);
      await write(UNLIMITED);
      expect((await read()).limit).toEqual(UNLIMITED);
    });

    it("are replaced by one of twenty that saw the same", async () => {
      await writtenByOneOf20(stores());
    });

    it("move the head with each write, also with one that came late", async () => {
      const { limits, head } = stores();
      const seen = await read();
      for (const isFirst of [true, false]) {
        const before = await head.read();
        expect(await limits.replace(seen, CLOSED)).toBe(isFirst);
        expect(await head.read()).toBeGreaterThan(before);
      }
    });

    it("are seen by whoever reads the gates, while they are closed", async () => {
      await write(CLOSED);
      expect(await gate()).toEqual([
        { name: "limit", actor: "ccsp", ...CLOSED.closed },
      ]);
      await write(UNLIMITED);
      expect(await gate()).toEqual([]);
    });

    it("are open when somebody opens the gate, and the counts stay", async () => {
      await write({ ...CLOSED, failuresInARow: 3 });
      const before = await read();
      expect(await stores().gates.open("limit")).toBe(true);
      const { closed: _, ...open } = CLOSED;
      const opened = { ...open, failuresInARow: 3 };
      expect((await read()).limit).toEqual(opened);
      expect(await gate()).toEqual([]);
      // Who saw it closed does not close it again without looking.
      expect(await stores().limits.replace(before, CLOSED)).toBe(false);
      await write(CLOSED);
      expect(await gate()).toHaveLength(1);
    });

    it("leave a gate alone that a person closed, until they open it", async () => {
      await write(UNLIMITED);
      await stores().gates.close(BY_HAND);
      expect((await read()).limit).toEqual(UNLIMITED);
      await write({ ...UNLIMITED, failuresInARow: 1 });
      expect(await gate()).toEqual([BY_HAND]);
      await write({ ...CLOSED, failuresInARow: 2 });
      expect(await gate()).toEqual([BY_HAND]);
      expect((await read()).limit).toMatchObject({ failuresInARow: 2 });
      await stores().gates.open("limit");
      await write(CLOSED);
      expect(await gate()).toMatchObject([{ reason: "usage-limit" }]);
      await write(UNLIMITED);
    });

    it("take a person's words for theirs, also when they are ours", async () => {
      const theirs = { ...BY_HAND, reason: "rate-limit", until: UNTIL };
      await stores().gates.close(theirs);
      expect((await read()).limit).toEqual(UNLIMITED);
      await write({ ...UNLIMITED, failuresInARow: 1 });
      expect(await gate()).toEqual([theirs]);
    });

    it("close after a person's time is over", async () => {
      const since = later(UNTIL, 1);
      const until = later(UNTIL, 1_000);
      await write({ ...UNLIMITED, closed: { reason: "outage", since, until } });
      expect(await gate()).toMatchObject([{ reason: "outage", until }]);
      await write(UNLIMITED);
    });
  });
}

async function writtenByOneOf20({ limits }: LimitsUnderTest): Promise<void> {
  const seen = await limits.read();
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      limits.replace(seen, { ...UNLIMITED, refusals: index + 1 }),
    ),
  );
  expect(all.filter(Boolean)).toHaveLength(1);
  const { limit, version } = await limits.read();
  expect(limit.refusals).toBe(all.indexOf(true) + 1);
  expect(version).toBeGreaterThan(seen.version);
}
