/** Bounds of the errors that `npm run back-test` prints. */
import { expect, it } from "vitest";
import { backTestQueueOverflow } from "../../../bench/back-tests/queue-overflow.ts";
import { backTestRateLimitRisk } from "../../../bench/back-tests/rate-limit-risk.ts";
import { backTestResourceUsage } from "../../../bench/back-tests/resource-usage.ts";

it("a window's use is told to two hundredths half an hour ahead, far better than by no prediction", () => {
  const told = backTestRateLimitRisk();
  expect(told.predictions).toBeGreaterThan(500);
  expect(told.meanAbsoluteError).toBeLessThan(0.02);
  expect(Math.abs(told.meanError)).toBeLessThan(0.01);
  expect(told.meanAbsoluteError).toBeLessThan(told.naiveError / 2);
  expect(told.brierScore).toBeLessThan(0.1);
  expect(told.exhaustion.within).toBeGreaterThan(0.85);
  expect(told.exhaustion.borneOut).toBeGreaterThan(0.9);
  expect(told.exhaustion.medianWidth).toBeLessThan(1.5);
});

it("what waits is told to seven hundredths of what may, and most overflows are foreseen", () => {
  const told = backTestQueueOverflow();
  expect(told.predictions).toBeGreaterThan(250);
  expect(told.meanAbsoluteError).toBeLessThan(0.07);
  expect(told.meanAbsoluteError).toBeLessThan(told.naiveError);
  expect(Math.abs(told.meanError)).toBeLessThan(0.01);
  expect(told.foreseen).toBeGreaterThan(0.8 * told.overflows);
  expect(told.meanMinutesOff).toBeLessThan(10);
  expect(told.overflow.borneOut).toBeGreaterThan(0.9);
  expect(told.overflow.within).toBeGreaterThan(0.7);
});

it("what executors take in an hour is told better than by no prediction, and lies between the bounds", () => {
  const { memory, cpu } = backTestResourceUsage();
  for (const told of [memory, cpu]) {
    expect(told.predictions).toBeGreaterThan(250);
    expect(told.meanAbsoluteError).toBeLessThan(told.naiveError);
    expect(told.within).toBeGreaterThan(0.9);
  }
  expect(memory.meanAbsoluteError).toBeLessThan(0.05);
  expect(memory.medianWidth).toBeLessThan(0.25);
  expect(cpu.meanAbsoluteError).toBeLessThan(0.27);
  expect(cpu.medianWidth).toBeLessThan(1.3);
});
