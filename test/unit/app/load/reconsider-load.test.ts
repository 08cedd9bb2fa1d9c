import { describe, expect, it } from "vitest";
import { reconsiderLoad } from "../../../../shared/app/load/reconsider-load.ts";
import { resumeQueue } from "../../../../shared/app/resume-queue.ts";
import { BUILT_IN_SETTINGS } from "../../../../shared/domain/settings.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aWorld } from "../../../builders/world.ts";
import { START } from "../../../fakes/memory-clock.ts";

const RULES = BUILT_IN_SETTINGS.loadManagement;
const RESETS_AT = later(START, 3_600_000);
const used = (utilization: number) => [
  { name: "five_hour", utilization, resetsAt: RESETS_AT, seenAt: START },
];

function aWorldWithLoad() {
  const world = aWorld();
  const { control } = world;
  const reconsider = reconsiderLoad({ ...world, ...control });
  const resume = resumeQueue({ ...world, ...control });
  return { ...world, ...control, reconsider, resume };
}

describe("reconsidering the load", () => {
  it("closes the gate, and keeps each change in the trail once", async () => {
    const { reconsider, gates, trail } = aWorldWithLoad();
    expect(await reconsider(RULES, used(0.85))).toMatchObject({
      changed: true,
    });
    expect(await reconsider(RULES, used(0.87))).toMatchObject({
      changed: false,
    });
    expect(await gates.closedGates()).toMatchObject([
      { name: "load", holds: ["low"], until: RESETS_AT },
    ]);
    await reconsider(RULES, used(0.92));
    await reconsider(RULES, used(0.1));
    expect(trail.entries).toMatchObject([
      {
        action: "load-held",
        actor: "ccsp",
        reason: "five_hour: 85 % used",
        detail: { holds: ["low"], until: RESETS_AT.toISOString() },
      },
      {
        action: "load-held",
        detail: { holds: ["normal", "scheduled", "low"] },
      },
      { action: "load-freed", detail: { wasHeldFor: "five_hour: 92 % used" } },
    ]);
    expect(await gates.closedGates()).toEqual([]);
  });

  it("opens the gate at once when it is switched off", async () => {
    const { reconsider, gates } = aWorldWithLoad();
    await reconsider(RULES, used(0.99));
    await reconsider({ ...RULES, enabled: false }, []);
    expect(await gates.closedGates()).toEqual([]);
  });

  it("writes nothing when only time has opened the gate", async () => {
    const { reconsider, clock, loads } = aWorldWithLoad();
    await reconsider(RULES, used(0.99));
    const { version } = await loads.read();
    await clock.advance(3_600_000);
    expect(await reconsider(RULES, [])).toMatchObject({ changed: false });
    expect((await loads.read()).version).toBe(version);
  });

  it("leaves a gate open that a person opened, until the window resets", async () => {
    const { reconsider, resume, gates, clock, trail } = aWorldWithLoad();
    await reconsider(RULES, used(0.85));
    const order = { actor: "olga", reason: "the demo", gate: "load" } as const;
    expect(await resume(order)).toEqual({ changed: true });
    expect(await resume(order)).toEqual({ changed: false });
    expect(trail.of("resume")).toHaveLength(1);
    await reconsider(RULES, used(0.99));
    expect(await gates.closedGates()).toEqual([]);
    await clock.advance(3_600_000);
    const next = { name: "five_hour", utilization: 0.9 };
    const resetsAt = later(RESETS_AT, 3_600_000);
    await reconsider(RULES, [{ ...next, resetsAt, seenAt: RESETS_AT }]);
    expect(await gates.closedGates()).toHaveLength(1);
  });

  it("gives up after some tries when others keep writing, and says what it read", async () => {
    const { control, ...world } = aWorldWithLoad();
    const reconsider = reconsiderLoad({
      ...world,
      loads: { ...control.loads, replace: async () => false },
    });
    expect(await reconsider(RULES, used(0.99))).toEqual({
      seen: { windows: [], overruled: [] },
      changed: false,
    });
    expect(world.trail.entries).toEqual([]);
  });
});
