import { describe, expect, it } from "vitest";
import {
  type ClosedGate,
  closedGate,
  GATE_NAMES,
  type GateName,
} from "../../../shared/domain/gate.ts";
import { later } from "../../../shared/domain/timing.ts";
import { START } from "../../fakes/memory-clock.ts";

const gate = (name: GateName, until?: Date): ClosedGate => ({
  name,
  reason: "r",
  actor: "a",
  since: START,
  ...(until && { until }),
});

describe("the gate that holds work back", () => {
  it("is none when none is closed", () => {
    expect(closedGate([], START)).toBeUndefined();
  });

  it.each(GATE_NAMES.map((name, rank) => [name, rank] as const))(
    "is %s before all that are weaker, in whatever order they come",
    (name, rank) => {
      const weaker = GATE_NAMES.slice(rank).map((each) => gate(each));
      expect(closedGate(weaker, START)?.name).toBe(name);
      expect(closedGate(weaker.toReversed(), START)?.name).toBe(name);
    },
  );

  it("opens by itself at its time, not before", () => {
    const until = later(START, 1_000);
    const closed = [gate("limit", until)];
    expect(closedGate(closed, later(until, -1))).toEqual(gate("limit", until));
    expect(closedGate(closed, until)).toBeUndefined();
  });

  it("leaves the weaker one closed when the stronger one opens", () => {
    const closed = [gate("load"), gate("paused", START)];
    expect(closedGate(closed, START)?.name).toBe("load");
  });
});
