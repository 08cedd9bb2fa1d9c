import fc from "fast-check";
import { expect, it } from "vitest";
import {
  addTimes,
  type Histogram,
  meanMs,
  NO_TIMES,
  oneTime,
  percentileMs,
  RELATIVE_ERROR,
} from "../../../shared/domain/histogram.ts";

const WEEK_MS = 7 * 86_400_000;
const someTimes = fc.array(fc.integer({ min: 0, max: WEEK_MS }), {
  maxLength: 60,
});
const histogramOf = (times: readonly number[]): Histogram =>
  times.map(oneTime).reduce(addTimes, NO_TIMES);

it("tells every percentile to within two percent", () => {
  expect(RELATIVE_ERROR).toBeLessThan(0.02);
  fc.assert(
    fc.property(
      someTimes.filter((times) => times.length > 0),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (times, share) => {
        const rank = Math.max(1, Math.ceil(share * times.length));
        const exact = times.toSorted((one, other) => one - other)[rank - 1]!;
        const told = percentileMs(histogramOf(times), share)!;
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(
          RELATIVE_ERROR * exact * (1 + 1e-9),
        );
      },
    ),
  );
});

it("is the same whatever was added first", () => {
  fc.assert(
    fc.property(someTimes, someTimes, someTimes, (one, two, three) => {
      const [a, b, c] = [one, two, three].map(histogramOf) as [
        Histogram,
        Histogram,
        Histogram,
      ];
      expect(addTimes(a, b)).toEqual(addTimes(b, a));
      expect(addTimes(addTimes(a, b), c)).toEqual(addTimes(a, addTimes(b, c)));
      expect(addTimes(a, b)).toEqual(histogramOf([...one, ...two]));
    }),
  );
});

it("knows the mean, the shortest and the longest exactly", () => {
  const times = histogramOf([10, 20, 60]);
  expect(meanMs(times)).toBe(30);
  expect(percentileMs(times, 0)).toBe(10);
  expect(percentileMs(times, 1)).toBe(60);
});

it("knows nothing when nothing was seen", () => {
  expect(meanMs(NO_TIMES)).toBeNull();
  expect(percentileMs(NO_TIMES, 0.5)).toBeNull();
});

it("takes a time that is not whole or below zero for the nearest one that is", () => {
  expect(oneTime(-3)).toEqual(oneTime(0));
  expect(oneTime(2.6)).toEqual(oneTime(3));
});
