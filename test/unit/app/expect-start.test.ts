import { describe, expect, it } from "vitest";
import { expectStart, recentDepths } from "../../../shared/app/expect-start.ts";
import type { ClosedGate } from "../../../shared/domain/gate.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";
import { memoryUsageStore } from "../../fakes/memory-usage-store.ts";

const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };
const UNTIL = later(START, 3_600_000);
const joining = { queueClass: "low", notBefore: START } as const;
const GATE: ClosedGate = {
  name: "load",
  reason: "r",
  actor: "ccsp",
  since: START,
  until: UNTIL,
  holds: ["low"],
};

async function aForeteller(...gates: readonly ClosedGate[]) {
  const world = aWorld();
  const usageStore = memoryUsageStore();
  for (const gate of gates) await world.control.gates.close(gate);
  await usageStore.putDepth({
    at: START,
    classes: {
      urgent: EMPTY,
      high: EMPTY,
      normal: EMPTY,
      scheduled: EMPTY,
      low: EMPTY,
    },
    system: { memoryBytes: 1, cpuCores: 0 },
  });
  const expectedAt = expectStart({
    ...world,
    closedGates: () => world.control.gates.closedGates(),
    depths: () => recentDepths(usageStore, world.clock),
  });
  return { ...world, expectedAt, usageStore };
}

describe("a start that is foretold", () => {
  it("is of what was noted in the last minutes", async () => {
    const { expectedAt } = await aForeteller();
    expect(await expectedAt(joining)).toEqual(later(START, 1_000));
  });

  it("is the end of a gate that holds the class, or unknown with it", async () => {
    const { expectedAt } = await aForeteller(GATE);
    expect(await expectedAt(joining)).toEqual(UNTIL);
    const notBefore = later(UNTIL, 1);
    expect(await expectedAt({ ...joining, notBefore })).toEqual(notBefore);
    const other = { ...joining, queueClass: "high" } as const;
    expect(await expectedAt(other)).toEqual(later(START, 1_000));
    const { until: _, ...forever } = GATE;
    const { expectedAt: unknown } = await aForeteller(forever);
    expect(await unknown(joining)).toBeUndefined();
  });

  it("is unknown, and nothing fails, when what was noted cannot be read", async () => {
    const { expectedAt, usageStore, journal } = await aForeteller();
    usageStore.failing.add("depths");
    expect(await expectedAt(joining)).toBeUndefined();
    expect(journal.of("start-not-foretold")).toHaveLength(1);
  });
});
