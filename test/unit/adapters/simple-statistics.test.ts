import { expect, it } from "vitest";
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";

const { mean, probabilityBelow, quantile, slopeOf, variance } =
  simpleStatistics;

it("the slope is that of the line of least squares", () => {
  const points = [
    [0, 1],
    [1, 3],
    [2, 2],
  ] as const;
  expect(slopeOf(points)).toBeCloseTo(0.5);
});

it("the variance is a sample's", () => {
  expect(variance([1, 2, 3])).toBe(1);
  expect(mean([1, 2, 6])).toBe(3);
});

it("a quantile is the value that this share does not exceed, in whatever order they come", () => {
  const values = [9, 1, 8, 2, 7, 3, 6, 4, 5, 10];
  expect(quantile(values, 1)).toBe(10);
  expect(quantile(values, 0.95)).toBeGreaterThan(9);
  expect(quantile(values, 0.95)).toBeLessThan(10);
  expect(values[0]).toBe(9);
});

it("half of a normal distribution is below its middle", () => {
  expect(probabilityBelow(0)).toBeCloseTo(0.5);
  expect(probabilityBelow(1.645)).toBeCloseTo(0.95);
});
