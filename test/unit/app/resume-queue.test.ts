import { describe, expect, it } from "vitest";
import { resumeQueue } from "../../../shared/app/resume-queue.ts";
import {
  type AccountLimit,
  UNLIMITED,
} from "../../../shared/domain/account-limit.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

function aResume() {
  const world = aWorld();
  const { gates, trail, limits, loads } = world.control;
  const resume = resumeQueue({ ...world, gates, limits, loads });
  const write = async (limit: AccountLimit) => {
    await limits.replace(await limits.read(), limit);
  };
  return { ...world, resume, gates, trail, limits, loads, write };
}

const order = { actor: "olga", reason: "done" };
const CLOSED: AccountLimit = {
  refusals: 7,
  unavailable: [],
  failuresInARow: 3,
  nearlyUsed: [{ name: "five_hour", utilization: 0.95 }],
  closed: {
    reason: "usage-limit",
    since: START,
    until: later(START, 3_600_000),
  },
};
const OPENED = {
  ...UNLIMITED,
  nearlyUsed: CLOSED.nearlyUsed,
};

describe("a resume", () => {
  it.each(["paused", "load"] as const)("opens %s, once", async (gate) => {
    const { resume, gates, trail } = aResume();
    await gates.close({ name: gate, since: START, ...order });
    expect(await resume({ ...order, gate })).toEqual({ changed: true });
    expect(await resume({ ...order, gate })).toEqual({ changed: false });
    expect(await gates.closedGates()).toEqual([]);
    expect(trail.entries).toMatchObject([
      { action: "resume", ...order, detail: { gate } },
    ]);
    expect(trail.entries).toHaveLength(1);
  });

  it("leaves the other gates as they are", async () => {
    const { resume, gates, write } = aResume();
    await gates.close({ name: "emergency", since: START, ...order });
    await write(CLOSED);
    await resume({ ...order, gate: "paused" });
    const left = (await gates.closedGates()).map(({ name }) => name);
    expect(left.toSorted()).toEqual(["emergency", "limit"]);
  });

  it("opens the limit, holds nothing against the account, and keeps what is known of its windows", async () => {
    const { resume, limits, write, trail } = aResume();
    await write(CLOSED);
    expect(await resume({ ...order, gate: "limit" })).toEqual({
      changed: true,
    });
    expect((await limits.read()).limit).toEqual(OPENED);
    expect(trail.of("resume")).toMatchObject([{ detail: { gate: "limit" } }]);
  });

  it("opens the limit that a person closed", async () => {
    const { resume, gates, limits } = aResume();
    await gates.close({ name: "limit", since: START, ...order });
    await resume({ ...order, gate: "limit" });
    expect(await gates.closedGates()).toEqual([]);
    expect(await limits.read()).not.toHaveProperty("byHand");
  });

  it("leaves a limit alone that is open", async () => {
    const { resume, limits, write } = aResume();
    const { closed: _, ...open } = CLOSED;
    await write(open);
    const before = await limits.read();
    expect(await resume({ ...order, gate: "limit" })).toEqual({
      changed: false,
    });
    expect(await limits.read()).toMatchObject({ limit: before.limit });
  });

  it("leaves the limit closed that was met between opening and forgetting", async () => {
    const { gates, limits, write, control, ...world } = aResume();
    await write(CLOSED);
    const resume = resumeQueue({
      ...world,
      limits,
      gates: {
        open: async (name) => {
          const changed = await gates.open(name);
          await write(CLOSED);
          return changed;
        },
      },
    });
    expect(await resume({ ...order, gate: "limit" })).toEqual({
      changed: true,
    });
    expect((await control.limits.read()).limit).toEqual(CLOSED);
  });

  it("forgets at the next try what somebody wrote over, and opens although it never could", async () => {
    const { gates, limits, write, ...world } = aResume();
    for (const refusals of [1, Number.POSITIVE_INFINITY]) {
      await write(CLOSED);
      let tries = 0;
      const resume = resumeQueue({
        ...world,
        gates,
        limits: {
          ...limits,
          replace: async (seen, next) => {
            tries += 1;
            return tries > refusals && (await limits.replace(seen, next));
          },
        },
      });
      expect(await resume({ ...order, gate: "limit" })).toEqual({
        changed: true,
      });
      expect(await gates.closedGates()).toEqual([]);
    }
  });

  it("is done although the account could not be read after it", async () => {
    const { resume, gates, write, control, journal } = aResume();
    await write(CLOSED);
    control.failing.add("replace");
    expect(await resume({ ...order, gate: "limit" })).toEqual({
      changed: true,
    });
    expect(await gates.closedGates()).toEqual([]);
    expect(journal.of("refusals-not-forgotten")).toHaveLength(1);
  });
});
