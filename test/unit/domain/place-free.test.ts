import { describe, expect, it } from "vitest";
import type { ClosedGate } from "../../../shared/domain/gate.ts";
import { capOf, secondsUntilPlace } from "../../../shared/domain/place-free.ts";
import { later } from "../../../shared/domain/timing.ts";
import { START } from "../../fakes/memory-clock.ts";

const gate = (untilMs?: number): ClosedGate => ({
  name: "limit",
  reason: "usage-limit",
  actor: "ccsp",
  since: START,
  ...(untilMs !== undefined && { until: later(START, untilMs) }),
});

describe("a place is free", () => {
  it.each([
    [1, 60],
    [7, 9],
    [60, 1],
    [600, 1],
  ])(
    "when %d tasks end in a minute, after %d s",
    (finishedLastMinute, seconds) => {
      const throughput = { gate: undefined, finishedLastMinute };
      expect(secondsUntilPlace(throughput, START)).toBe(seconds);
    },
  );

  it.each([
    ["nothing is known", undefined, 0, 60],
    ["a gate waits for a person", gate(), 9, 60],
    ["a gate opens in 90.5 s", gate(90_500), 9, 91],
    ["a gate opens in an hour", gate(3_600_000), 9, 300],
    ["a gate opens at once", gate(0), 9, 1],
  ])(
    "when %s: after so many seconds",
    (_, closed, finishedLastMinute, seconds) => {
      const throughput = { gate: closed, finishedLastMinute };
      expect(secondsUntilPlace(throughput, START)).toBe(seconds);
    },
  );
});

it("An agent has a cap of its own where one is set, whatever its name is", () => {
  const caps = { maxQueuedPerAgent: 7, maxQueuedPerClass: 9 };
  expect(capOf(caps, "alice")).toBe(7);
  const own = { ...caps, agentCaps: { alice: 3 } };
  expect(capOf(own, "alice")).toBe(3);
  expect(capOf(own, "bob")).toBe(7);
  expect(capOf(own, "constructor")).toBe(7);
});
