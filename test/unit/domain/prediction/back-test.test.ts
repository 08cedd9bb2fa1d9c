import { expect, it } from "vitest";
import { backTest, SEEDS } from "../../../bench/predictions.ts";

it("is off by less than two hundredths of a window half an hour ahead, and far better than no prediction", () => {
  const told = backTest(SEEDS);
  expect(told.predictions).toBeGreaterThan(500);
  expect(told.meanAbsoluteError).toBeLessThan(0.02);
  expect(Math.abs(told.meanError)).toBeLessThan(0.01);
  expect(told.meanAbsoluteError).toBeLessThan(told.naiveError / 2);
  expect(told.brierScore).toBeLessThan(0.15);
});
