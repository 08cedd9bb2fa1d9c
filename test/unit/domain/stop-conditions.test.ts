import { describe, expect, it } from "vitest";
import {
  NO_SIGHTINGS,
  sighted,
  type Sightings,
  STOP_CONDITIONS,
  STOP_RULES,
  type StopCondition,
  type StopRule,
  stopsAt,
} from "../../../shared/domain/stop-conditions.ts";
import { later } from "../../../shared/domain/timing.ts";
import { START } from "../../fakes/memory-clock.ts";

const at = (seconds: number): Date => later(START, seconds * 1_000);
const after = (rule: StopRule, ...seconds: readonly number[]): Sightings =>
  seconds.reduce<Sightings>(
    (seen, each) => sighted(rule, seen, at(each)),
    NO_SIGHTINGS,
  );

describe("a condition stops the service", () => {
  it.each<[StopCondition, readonly number[], number | undefined]>([
    ["memory-exhausted", [], undefined],
    ["memory-exhausted", [7], 7],
    ["queue-unreachable", [0, 1], undefined],
    ["queue-unreachable", [0, 1, 2], 32],
    // The delay is counted from the threshold, however often it is seen after that.
    ["queue-unreachable", [0, 1, 2, 20, 25], 32],
    // Nothing was seen of it for a whole window: it does not last, it begins anew.
    ["queue-unreachable", [0, 1, 2, 63], undefined],
    ["queue-unreachable", [0, 1, 2, 63, 64, 65], 95],
    ["queue-unreachable", [0, 1, 60], undefined],
    ["queue-unreachable", [0, 1, 59.999], 89.999],
    ["session-lost", [0, 600, 1_200, 1_800], undefined],
    ["session-lost", [0, 600, 1_200, 1_800, 3_599], 3_599],
    ["session-lost", [0, 600, 1_200, 1_800, 3_600], undefined],
    ["session-lost", [0, 600, 1_200, 1_800, 3_600, 3_601], 3_601],
    ["long-limit", [0, 1, 2], undefined],
  ])("%s sighted at %j s: at %s s", (condition, seconds, stops) => {
    const rule = STOP_RULES[condition];
    const stopped = stopsAt(rule, after(rule, ...seconds));
    expect(stopped).toEqual(stops === undefined ? undefined : at(stops));
  });

  it("that is off by itself, when a setting turns it on", () => {
    const rule = { ...STOP_RULES["long-limit"], action: "immediate" } as const;
    expect(stopsAt(rule, after(rule, 3))).toEqual(at(3));
  });
});

it("keeps no more sightings than the threshold needs", () => {
  for (const condition of STOP_CONDITIONS) {
    const rule = STOP_RULES[condition];
    const many = Array.from({ length: 100 }, (_, second) => second / 10);
    expect(after(rule, ...many).at).toHaveLength(rule.threshold);
  }
});
