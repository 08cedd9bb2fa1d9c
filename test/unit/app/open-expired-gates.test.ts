import { describe, expect, it } from "vitest";
import { openExpiredGates } from "../../../shared/app/open-expired-gates.ts";
import { UNLIMITED } from "../../../shared/domain/account-limit.ts";
import type { ClosedGate } from "../../../shared/domain/gate.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

function aWorldWithGates() {
  const world = aWorld();
  const { gates, trail, limits } = world.control;
  const openExpired = openExpiredGates({ ...world, gates });
  return { ...world, openExpired, gates, trail, limits };
}

const until = later(START, 60_000);
const gate = (fields: Partial<ClosedGate> = {}): ClosedGate => ({
  name: "paused",
  reason: "release",
  actor: "olga",
  since: START,
  until,
  ...fields,
});

describe("a gate", () => {
  it.each(["paused", "load", "limit"] as const)(
    "%s whose time is over is opened once, and kept in the trail",
    async (name) => {
      const { openExpired, gates, trail, clock } = aWorldWithGates();
      await gates.close(gate({ name }));
      await clock.advance(59_999);
      expect(await openExpired()).toEqual({ gatesOpened: 0 });
      await clock.advance(1);
      expect(await openExpired()).toEqual({ gatesOpened: 1 });
      expect(await openExpired()).toEqual({ gatesOpened: 0 });
      expect(await gates.closedGates()).toEqual([]);
      expect(trail.entries).toMatchObject([
        {
          at: until,
          action: "gate-expired",
          actor: "ccsp",
          reason: "release",
          detail: {
            gate: name,
            closedBy: "olga",
            since: START.toISOString(),
            until: until.toISOString(),
          },
        },
      ]);
    },
  );

  it("without a time stays closed", async () => {
    const { openExpired, gates, clock } = aWorldWithGates();
    const { until: _, ...forever } = gate();
    await gates.close(forever);
    await clock.advance(1_000_000);
    expect(await openExpired()).toEqual({ gatesOpened: 0 });
    expect(await gates.closedGates()).toEqual([forever]);
  });

  it("closed anew after it was seen stays closed", async () => {
    const { gates, trail, clock, ...world } = aWorldWithGates();
    await gates.close(gate());
    await clock.advance(60_000);
    const anew = gate({ since: until, until: later(until, 1) });
    const openExpired = openExpiredGates({
      ...world,
      clock,
      gates: {
        ...gates,
        closedGates: async () => {
          const seen = await gates.closedGates();
          await gates.replace(anew);
          return seen;
        },
      },
    });
    expect(await openExpired()).toEqual({ gatesOpened: 0 });
    expect(await gates.closedGates()).toEqual([anew]);
    expect(trail.entries).toEqual([]);
  });
});

describe("the account's limit", () => {
  it("is left to its canary", async () => {
    const { openExpired, gates, limits, clock } = aWorldWithGates();
    const closed = { reason: "usage-limit", since: START, until } as const;
    await limits.replace(await limits.read(), { ...UNLIMITED, closed });
    await clock.advance(60_000);
    expect(await openExpired()).toEqual({ gatesOpened: 0 });
    expect(await gates.closedGates()).toHaveLength(1);
  });
});
