import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  HELD_CLASSES,
  loadLevel,
  nextLevel,
  rank,
} from "../../../../shared/domain/load/load-level.ts";
import {
  isSameLoad,
  loadGate,
  NO_LOAD,
  overruledByHand,
  type WindowReading,
  withReadings,
} from "../../../../shared/domain/load/load-state.ts";
import { BUILT_IN_SETTINGS } from "../../../../shared/domain/settings.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { START } from "../../../fakes/memory-clock.ts";

const RULES = BUILT_IN_SETTINGS.loadManagement;
const AT = { rules: RULES, now: START };
const RESETS_AT = later(START, 3_600_000);

const reading = (
  utilization: number,
  fields: Partial<WindowReading> = {},
): WindowReading => ({
  name: "five_hour",
  utilization,
  resetsAt: RESETS_AT,
  seenAt: START,
  ...fields,
});
const after = (...readings: WindowReading[]) =>
  withReadings(NO_LOAD, readings, AT);
const held = (...readings: WindowReading[]) =>
  loadGate(after(...readings))?.holds ?? [];

const share = fc.double({ min: 0, max: 1.5, noNaN: true });
const rules = fc
  .tuple(fc.boolean(), fc.array(share, { minLength: 3, maxLength: 3 }))
  .map(([enabled, shares]) => {
    const [lowAt = 0, normalAt = 0, allButUrgentAt = 0] = shares.toSorted(
      (one, other) => one - other,
    );
    return { enabled, lowAt, normalAt, allButUrgentAt };
  });
const readings = fc.array(
  fc.record({
    name: fc.constantFrom("five_hour", "seven_day"),
    utilization: share,
    expected: fc.option(share),
    resetsAt: fc
      .integer({ min: -2, max: 2 })
      .map((hours) => later(START, hours * 3_600_000)),
    seenAt: fc.integer({ max: 0 }).map((ms) => later(START, ms)),
  }),
);

describe("what waits for the sake of a usage window", () => {
  it.each([
    [0.79, []],
    [0.8, ["low"]],
    [0.9, ["normal", "scheduled", "low"]],
    [0.95, ["high", "normal", "scheduled", "low"]],
    [1.2, ["high", "normal", "scheduled", "low"]],
  ])("at a share of %d is %j", (used, classes) => {
    expect(held(reading(used))).toEqual(classes);
  });

  it("is the same when that share is not used yet, but expected", () => {
    expect(held(reading(0.5, { expected: 0.91 }))).toEqual(held(reading(0.91)));
  });

  it("is never less with more of the window used", () => {
    fc.assert(
      fc.property(share, share, rules, (one, other, by) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const few = HELD_CLASSES[loadLevel(less, by)];
        const many = HELD_CLASSES[loadLevel(more, by)];
        expect(many).toEqual(expect.arrayContaining([...few]));
      }),
    );
  });

  it("is nothing when it is switched off, and never what is urgent", () => {
    fc.assert(
      fc.property(fc.array(readings), rules, (all, by) => {
        const state = all.reduce(
          (before, each) =>
            withReadings(before, each, { rules: by, now: START }),
          NO_LOAD,
        );
        const gate = loadGate(state);
        if (!by.enabled) expect(gate).toBeUndefined();
        expect(gate?.holds ?? []).not.toContain("urgent");
        if (gate) expect(gate.until?.getTime()).toBeGreaterThan(+START);
      }),
    );
  });

  it("is left only when the share is clearly below", () => {
    expect(nextLevel("low", 0.79, RULES)).toBe("low");
    expect(nextLevel("low", 0.77, RULES)).toBe("none");
    expect(nextLevel("all-but-urgent", 0.89, RULES)).toBe("normal");
    fc.assert(
      fc.property(share, rules, (used, by) => {
        const level = loadLevel(used, by);
        expect(
          rank(nextLevel("all-but-urgent", used, by)),
        ).toBeGreaterThanOrEqual(rank(level));
        expect(nextLevel("none", used, by)).toBe(level);
      }),
    );
  });
});

describe("the gate", () => {
  it("says why, since when, until when and for whom it is closed", () => {
    expect(loadGate(after(reading(0.857)))).toEqual({
      name: "load",
      reason: "five_hour: 85 % used",
      actor: "ccsp",
      since: START,
      until: RESETS_AT,
      holds: ["low"],
    });
    const expected = reading(0.5, { expected: 0.96 });
    expect(loadGate(after(expected))?.reason).toBe(
      "five_hour: 50 % used, 96 % expected soon",
    );
  });

  it("goes by the window that holds most, and of equals by the one that lasts longest", () => {
    const week = { name: "seven_day", resetsAt: later(RESETS_AT, 1) };
    const most = after(reading(0.85), reading(0.96, week));
    expect(loadGate(most)?.until).toEqual(week.resetsAt);
    const equal = after(reading(0.96), reading(0.96, week));
    expect(loadGate(equal)?.until).toEqual(week.resetsAt);
  });

  it("is closed since it began, however the level changes, and anew after it was open", () => {
    const now = later(START, 60_000);
    const worse = withReadings(after(reading(0.85)), [reading(0.97)], {
      rules: RULES,
      now,
    });
    expect(worse.since).toEqual(START);
    const open = withReadings(worse, [reading(0.1)], { rules: RULES, now });
    expect(loadGate(open)).toBeUndefined();
    const again = withReadings(open, [reading(0.97)], { rules: RULES, now });
    expect(again.since).toEqual(now);
  });

  it("opens when the window resets, and closes for the next only by its own share", () => {
    const state = after(reading(0.97));
    const at = { rules: RULES, now: RESETS_AT };
    expect(withReadings(state, [], at)).toEqual(NO_LOAD);
    const next = reading(0.03, { resetsAt: later(RESETS_AT, 3_600_000) });
    expect(loadGate(withReadings(state, [next], at))).toBeUndefined();
  });

  it("ignores a window of which the share or the end is not known", () => {
    const { utilization: _, ...noShare } = reading(1);
    const { resetsAt: _end, ...noEnd } = reading(1);
    expect(after(noShare, noEnd)).toEqual(NO_LOAD);
  });

  it("keeps what was expected of a window until somebody who can tell says otherwise", () => {
    const state = after(reading(0.5, { expected: 0.96 }));
    const run = withReadings(state, [reading(0.51)], AT);
    expect(isSameLoad(state, run)).toBe(true);
    const calm = withReadings(run, [reading(0.51, { expected: null })], AT);
    expect(loadGate(calm)).toBeUndefined();
  });

  it("believes of two readings the later one, also when it comes first", () => {
    const state = after(reading(0.85));
    const older = reading(0.1, { seenAt: later(START, -1) });
    expect(isSameLoad(withReadings(state, [older], AT), state)).toBe(true);
  });

  it("keeps what it holds when an earlier reading tells of another end of the window", () => {
    const state = after(reading(0.92));
    const seenAt = later(START, -60_000);
    for (const hours of [-1, 2]) {
      const resetsAt = later(START, hours * 3_600_000);
      const earlier = reading(0.5, { resetsAt, seenAt, expected: null });
      expect(withReadings(state, [earlier], AT)).toEqual(state);
    }
  });

  it("is held since the window's own beginning, not since that of one that has reset", () => {
    const now = later(RESETS_AT, 60_000);
    const resetsAt = later(RESETS_AT, 3_600_000);
    const next = reading(0.92, { resetsAt, seenAt: now });
    const state = withReadings(after(reading(0.92)), [next], { ...AT, now });
    expect(loadGate(state)?.since).toEqual(now);
  });

  it("stays open for a window that a person overruled, until that resets", () => {
    const state = overruledByHand(after(reading(0.85)));
    expect(loadGate(state)).toBeUndefined();
    const more = withReadings(state, [reading(0.99)], AT);
    expect(loadGate(more)).toBeUndefined();
    const week = reading(0.85, { name: "seven_day" });
    expect(loadGate(withReadings(more, [week], AT))?.reason).toMatch(
      /^seven_day/,
    );
    const next = reading(0.99, { resetsAt: later(RESETS_AT, 3_600_000) });
    const at = { rules: RULES, now: RESETS_AT };
    expect(loadGate(withReadings(more, [next], at))).toBeDefined();
  });
});
