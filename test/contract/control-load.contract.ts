import { describe, expect, it } from "vitest";
import {
  loadGate,
  type LoadState,
  NO_LOAD,
} from "../../shared/domain/load/load-state.ts";
import { later } from "../../shared/domain/timing.ts";
import type { GateStore, Head } from "../../shared/ports/control-store.ts";
import type { LoadStore } from "../../shared/ports/load-store.ts";
import { START } from "../fakes/memory-clock.ts";

export interface LoadsUnderTest {
  readonly loads: LoadStore;
  readonly gates: GateStore;
  readonly head: Head;
}

const RESETS_AT = later(START, 3_600_000);
const HELD: LoadState = {
  since: START,
  windows: [
    {
      name: "five_hour",
      utilization: 0.85,
      expected: null,
      resetsAt: RESETS_AT,
      seenAt: START,
      level: "low",
    },
    {
      name: "seven_day",
      utilization: 0.4,
      expected: 0.5,
      resetsAt: later(RESETS_AT, 1),
      seenAt: START,
      level: "none",
    },
  ],
  overruled: [{ name: "seven_day_opus", until: RESETS_AT }],
};

/** What every store of what usage windows hold back promises. The first test needs a store whose gate `load` nobody wrote to. */
export function loadsContract(stores: () => LoadsUnderTest): void {
  const read = () => stores().loads.read();
  const gates = async () =>
    (await stores().gates.closedGates()).filter(({ name }) => name === "load");

  describe("what usage windows hold back", () => {
    it("is nothing before anything was written", async () => {
      expect(await read()).toEqual({ state: NO_LOAD, version: 0 });
    });

    it("is read as it was written, shown as a gate, and moves the head", async () => {
      const { loads, head } = stores();
      const before = await head.read();
      expect(await loads.replace(await read(), HELD)).toBe(true);
      expect((await read()).state).toEqual(HELD);
      expect(await gates()).toEqual([loadGate(HELD)]);
      expect(await head.read()).not.toBe(before);
    });

    it("is not written over what somebody wrote meanwhile, be it by opening the gate", async () => {
      const { loads } = stores();
      const seen = await read();
      expect(await loads.replace(seen, HELD)).toBe(true);
      expect(await loads.replace(seen, NO_LOAD)).toBe(false);
      const closed = await read();
      await stores().gates.open("load");
      expect(await loads.replace(closed, HELD)).toBe(false);
      const { since: _, ...open } = HELD;
      expect((await read()).state).toEqual(open);
      expect(await gates()).toEqual([]);
    });

    it("is over when nothing is held any more", async () => {
      const { loads } = stores();
      await loads.replace(await read(), HELD);
      expect(await loads.replace(await read(), NO_LOAD)).toBe(true);
      expect((await read()).state).toEqual(NO_LOAD);
      expect(await gates()).toEqual([]);
    });

    it("is closed like any gate, also for some classes only", async () => {
      const gate = {
        name: "load",
        reason: "r",
        actor: "a",
        since: START,
        holds: ["low"],
      } as const;
      await stores().gates.replace(gate);
      expect(await gates()).toEqual([gate]);
      const { holds: _, ...whole } = gate;
      await stores().gates.replace(whole);
      expect(await gates()).toEqual([whole]);
      await stores().gates.open("load");
    });
  });
}
