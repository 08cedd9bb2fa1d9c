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
  expect(told.brierScore).toBeLessThan(0.15);
});

it("what waits is told to seven hundredths of what may, and most overflows are foreseen", () => {
  const told = backTestQueueOverflow();
  expect(told.predictions).toBeGreaterThan(300);
  expect(told.meanAbsoluteError).toBeLessThan(0.07);
  expect(told.meanAbsoluteError).toBeLessThan(told.naiveError);
  expect(Math.abs(told.meanError)).toBeLessThan(0.01);
  expect(told.foreseen).toBeGreaterThan(0.8 * told.overflows);
  expect(told.meanMinutesOff).toBeLessThan(10);
});

it("memory is told to seven hundredths an hour ahead, mostly within its bounds; processors are not", () => {
  const { memory, cpu } = backTestResourceUsage();
  expect(memory.predictions).toBeGreaterThan(250);
  expect(memory.meanAbsoluteError).toBeLessThan(0.07);
  expect(memory.within).toBeGreaterThan(0.65);
  expect(cpu.meanAbsoluteError).toBeLessThan(0.4);
  expect(cpu.within).toBeGreaterThan(0.5);
});
