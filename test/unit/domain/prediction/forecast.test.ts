import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simpleStatistics } from "../../../../shared/adapters/simple-statistics/statistics.ts";
import { forecast } from "../../../../shared/domain/prediction/forecast.ts";
import { everyMinute } from "../../../../shared/domain/prediction/minutes.ts";
import type { Point } from "../../../../shared/domain/prediction/statistics.ts";

const counted = { isNoisy: false, statistics: simpleStatistics };
const noisy = { isNoisy: true, statistics: simpleStatistics };
const minutes = (count: number, of: (minute: number) => number) =>
  Array.from({ length: count }, (_, minute) => of(minute));

describe("a forecast", () => {
  it("goes on as a straight line does, and was never off one", () => {
    const line = minutes(30, (minute) => 7 + 2 * minute);
    for (const rules of [counted, noisy]) {
      const told = forecast(line, rules);
      expect(told?.ahead).toBe(10);
      expect(told?.level).toBeCloseTo(65);
      expect(told?.slope).toBeCloseTo(2);
      expect(told?.off).toBeCloseTo(0);
    }
  });

  it("is off by what the same one was off by before, when the rate changed", () => {
    const bent = minutes(60, (minute) => 3 * Math.max(0, minute - 30));
    const { ahead, off } = forecast(bent, counted)!;
    // Whoever stood at the bend expected nothing of the twenty minutes that came.
    expect(ahead).toBe(20);
    expect(off).toBeGreaterThan(50);
    expect(off).toBeLessThanOrEqual(60);
  });

  it("takes what only goes to and fro for what it is, and says how far", () => {
    const wave = minutes(50, (minute) => 10 + 5 * Math.sin(minute / 4));
    const plain = forecast(wave, counted)!;
    const damped = forecast(wave, noisy)!;
    expect(Math.abs(damped.slope)).toBeLessThan(Math.abs(plain.slope) / 2);
    expect(damped.off).toBeGreaterThan(2);
  });

  it("needs ten minutes of what is counted, and twenty of what is noisy", () => {
    expect(forecast(minutes(9, Number), counted)).toBeUndefined();
    expect(forecast(minutes(10, Number), counted)).toBeDefined();
    expect(forecast(minutes(19, Number), noisy)).toBeUndefined();
    expect(forecast(minutes(20, Number), noisy)).toBeDefined();
  });

  it("nine of ten that it would have told were no further off", () => {
    const value = fc.integer({ min: 0, max: 1_000 });
    const values = fc.array(value, { minLength: 10, maxLength: 61 });
    fc.assert(
      fc.property(values, (all) => {
        const { ahead, off } = forecast(all, counted)!;
        const origins = minutes(all.length - ahead - 4, (at) => at + 4);
        const held = origins.filter((origin) => {
          const known = all.slice(0, origin + 1);
          const slope = simpleStatistics.slopeOf(known.map((y, x) => [x, y]));
          const told = all[origin]! + slope * ahead;
          return Math.abs(told - all[origin + ahead]!) <= off + 1e-6;
        });
        expect(held.length / origins.length).toBeGreaterThanOrEqual(0.9);
      }),
    );
  });
});

describe("every minute", () => {
  it("is as it was told last where nobody told", () => {
    const told: readonly Point[] = [
      [-5, 1],
      [-3.2, 2],
      [-2, 3],
    ];
    expect(everyMinute(told)).toEqual([1, 1, 2, 3, 3]);
  });

  it("is now what was told in the last minute, by a clock that is ahead as well", () => {
    for (const newest of [-1, -0.5, 0, 0.4])
      expect(
        everyMinute([
          [newest - 1, 1],
          [newest, 2],
        ]),
      ).toEqual([1, 2]);
  });

  it("begins two hours ago at most, and knows nothing of what was before", () => {
    const told: readonly Point[] = [
      [-1e9, 1],
      [-2, 3],
    ];
    expect(everyMinute(told)).toEqual([3, 3]);
    expect(everyMinute([[-500, 1]])).toEqual([]);
    expect(everyMinute([])).toEqual([]);
  });
});
