import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addUsage,
  NO_USAGE,
  type SeenWindow,
  sumUsage,
} from "../../../shared/domain/usage.ts";
import { capUsage, OTHERS } from "../../../shared/domain/usage-cap.ts";
import { allSpending } from "../../../shared/domain/usage-rates.ts";
import { someUsage, usageOfAgent } from "../../builders/usage.ts";

describe("usage adds up", () => {
  it("to the same in whatever order", () => {
    fc.assert(
      fc.property(someUsage, someUsage, someUsage, (a, b, c) => {
        expect(addUsage(a, b)).toEqual(addUsage(b, a));
        expect(addUsage(addUsage(a, b), c)).toEqual(
          addUsage(a, addUsage(b, c)),
        );
      }),
    );
  });

  it("and nothing adds nothing", () => {
    fc.assert(
      fc.property(someUsage, (usage) => {
        expect(addUsage(usage, NO_USAGE)).toEqual(usage);
        expect(sumUsage([])).toEqual(NO_USAGE);
      }),
    );
  });

  it("with the latest word on each window", () => {
    const seen = (ms: number, utilization?: number): SeenWindow => ({
      name: "five_hour",
      seenAt: new Date(ms),
      ...(utilization !== undefined && { utilization }),
    });
    const latest = (...all: readonly SeenWindow[]) =>
      sumUsage(
        all.map((window) => ({
          ...NO_USAGE,
          windows: new Map([[window.name, window]]),
        })),
      ).windows.get("five_hour");
    expect(latest(seen(2, 0.1), seen(1, 0.9))).toEqual(seen(2, 0.1));
    expect(latest(seen(1, 0.9), seen(2, 0.1))).toEqual(seen(2, 0.1));
    expect(latest(seen(1), seen(1, 0.3))).toEqual(seen(1, 0.3));
  });
});

describe("of very many agents", () => {
  const many = sumUsage(
    Array.from({ length: 1_000 }, (_, index) =>
      usageOfAgent(`agent-${index}`, {
        runs: { success: index + 1 },
        inputTokens: 1,
      }),
    ),
  );

  it("those that did most keep their names, and nothing is lost", () => {
    const { agents } = capUsage(many);
    expect(agents.size).toBe(400);
    expect(agents.get("agent-999")?.runs).toEqual({ success: 1_000 });
    expect(agents.has("agent-0")).toBe(false);
    expect(agents.get(OTHERS)?.inputTokens).toBe(601);
    expect(allSpending({ ...many, agents })).toEqual(allSpending(many));
  });

  it("the others stay the others, however often they are put together", () => {
    const once = capUsage(many);
    const again = capUsage(addUsage(once, usageOfAgent("another")));
    expect(again.agents.size).toBe(400);
    expect(again.agents.get(OTHERS)?.inputTokens).toBeGreaterThanOrEqual(601);
    expect(allSpending(again)).toEqual(allSpending(many));
  });

  it("those that did the same are told apart by name, so that a repeat keeps the same ones", () => {
    const same = (names: readonly string[]) =>
      capUsage(sumUsage(names.map((name) => usageOfAgent(name))));
    const names = Array.from({ length: 500 }, (_, index) => `a-${index}`);
    expect(same(names.toReversed()).agents).toEqual(same(names).agents);
  });
});

it("few agents are left as they are, and many models are not", () => {
  const few = usageOfAgent("ada");
  expect(capUsage(few)).toEqual(few);
  const models = new Map(
    Array.from({ length: 60 }, (_, index) => [
      `m-${index}`,
      { runs: 1, inputTokens: 1, outputTokens: 1, costNanoUsd: 1 },
    ]),
  );
  const capped = capUsage({ ...NO_USAGE, models }).models;
  expect(capped.size).toBe(50);
  expect(capped.get(OTHERS)).toEqual({
    runs: 11,
    inputTokens: 11,
    outputTokens: 11,
    costNanoUsd: 11,
  });
});
