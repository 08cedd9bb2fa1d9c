import { describe, expect, it } from "vitest";
import { oneTime } from "../../../shared/domain/histogram.ts";
import {
  availabilityOf,
  capacityOf,
  type KnownRange,
  objectivesOf,
  projected,
  WAIT_P95_MS,
} from "../../../shared/domain/objectives.ts";
import { lookAt, NO_LOOKS } from "../../../shared/domain/service-looks.ts";
import { QUEUE_CLASSES } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { NO_CLASS_USAGE, NO_USAGE } from "../../../shared/domain/usage.ts";
import { START } from "../../fakes/memory-clock.ts";

const HOUR = 3_600_000;
const looks = (count: number, up = count) => ({
  ...NO_LOOKS,
  looks: count,
  up,
});
const hoursOf = (...all: readonly ReturnType<typeof looks>[]) =>
  all.map((each, index) => ({ at: later(START, index * HOUR), looks: each }));
const after = (hours: number): KnownRange => ({
  ...{ to: later(START, hours * HOUR), isKnownBefore: false },
});

describe("availability", () => {
  it("is the share of minutes in which work could be done", () => {
    const hours = hoursOf(looks(60), looks(60, 54));
    const told = { share: 0.95, minutes: 120, upMinutes: 114 };
    expect(availabilityOf(hours, after(2))).toEqual(told);
  });

  it("counts a minute without a look as one in which none could", () => {
    const hours = hoursOf(looks(60), looks(0), looks(30));
    expect(availabilityOf(hours, after(2.5)).share).toBe(90 / 150);
  });

  it("begins with the first look: before it nothing is known", () => {
    const hours = hoursOf(looks(0), looks(5), looks(60));
    const told = { share: 1, minutes: 65, upMinutes: 65 };
    expect(availabilityOf(hours, after(3))).toEqual(told);
  });

  it("counts from the beginning where the service was looked at before", () => {
    const known = { ...after(2.5), isKnownBefore: true };
    const told = { share: 65 / 150, minutes: 150, upMinutes: 65 };
    const hours = hoursOf(looks(0), looks(35), looks(30));
    expect(availabilityOf(hours, known)).toEqual(told);
    const down = availabilityOf(hoursOf(looks(0), looks(0), looks(0)), known);
    expect(down).toEqual({ share: 0, minutes: 150, upMinutes: 0 });
  });

  it("is unknown where nobody looked", () => {
    const told = { share: null, minutes: 0, upMinutes: 0 };
    expect(availabilityOf(hoursOf(looks(0), looks(0)), after(2))).toEqual(told);
    expect(availabilityOf([], after(0))).toEqual(told);
  });

  it("is never more than all, also when a clock ticks twice", () => {
    const hours = hoursOf(looks(60), looks(75));
    expect(availabilityOf(hours, after(2)).share).toBe(1);
  });
});

describe("a look at the service", () => {
  const executor = { slots: 4, running: 3 };
  const seen = { executors: [executor], closed: [], doesWorkWait: true };
  const gate = (name: "emergency" | "session" | "limit" | "paused") => ({
    name,
    reason: "",
    actor: "olga",
    since: START,
  });

  it("finds that work can be done, and the room in use", () => {
    const found = { looks: 1, up: 1, slots: 4, running: 3 };
    expect(lookAt(seen, START)).toEqual(found);
  });

  it("misses an executor only where something waits", () => {
    expect(lookAt({ ...seen, executors: [] }, START).up).toBe(0);
    const idle = { executors: [], closed: [], doesWorkWait: false };
    expect(lookAt(idle, START)).toEqual({ ...NO_LOOKS, looks: 1, up: 1 });
  });

  it("counts no executor that cannot use its CLI", () => {
    const executors = [{ ...executor, problem: "missing" }];
    expect(lookAt({ ...seen, executors }, START)).toEqual(looks(1, 0));
  });

  it.each([
    ["emergency", 0],
    ["session", 0],
    ["limit", 1],
    ["paused", 1],
  ] as const)("while the gate %s is closed says %d", (name, up) => {
    expect(lookAt({ ...seen, closed: [gate(name)] }, START).up).toBe(up);
  });

  it("passes over a gate whose time is over", () => {
    const closed = [{ ...gate("session"), until: START }];
    expect(lookAt({ ...seen, closed }, START).up).toBe(1);
  });
});

describe("the objectives", () => {
  it("are neither kept nor missed while nothing is known", () => {
    const all = objectivesOf(NO_USAGE, null);
    expect(all).toHaveLength(2 + QUEUE_CLASSES.length);
    for (const each of all)
      expect(each).toMatchObject({ actual: null, isKept: null });
  });

  it.each([
    [1_000, true],
    [WAIT_P95_MS.urgent * 2, false],
  ])("tell of a wait of %d ms whether it was short enough", (ms, isKept) => {
    const urgent = {
      ...NO_CLASS_USAGE,
      wait: oneTime(ms),
      ends: { success: 19, timeout: 1 },
    };
    const usage = {
      ...NO_USAGE,
      classes: new Map([["urgent", urgent]] as const),
    };
    expect(objectivesOf(usage, 0.99)).toMatchObject([
      { objective: "availability", actual: 0.99, isKept: false },
      { objective: "success-rate", actual: 0.95, isKept: true },
      { class: "urgent", actual: ms, isKept },
      ...QUEUE_CLASSES.slice(1).map(() => ({ isKept: null })),
    ]);
  });
});

describe("capacity", () => {
  it("is what the executors had and used, on the average", () => {
    const seen = { looks: 4, up: 4, slots: 8, running: 2 };
    const told = { slots: 2, running: 0.5, utilization: 0.25 };
    expect(capacityOf(seen)).toEqual(told);
  });

  it("is unknown without a look, and its use without a place", () => {
    const unknown = { slots: null, running: null, utilization: null };
    expect(capacityOf(NO_LOOKS)).toEqual(unknown);
    expect(capacityOf(looks(2))).toMatchObject({ slots: 0, utilization: null });
  });

  it.each([
    [0.5, 0.25, 0.75],
    [0.1, 0.4, 0],
    [null, 0.4, null],
    [0.4, null, null],
    [0.4, undefined, null],
  ])("of %d after %d will be %d if it goes on so", (now, before, next) => {
    expect(projected(now, before)).toBe(next);
  });
});
