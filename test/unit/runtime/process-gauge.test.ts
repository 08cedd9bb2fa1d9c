import { expect, it } from "vitest";
import { nodeProcessGauge } from "../../../shared/runtime/process-gauge.ts";

it("tells what this process takes", () => {
  const gauge = nodeProcessGauge();
  gauge.sample();
  const { memory, cpuCores, connections, uptimeMs } = gauge.sample();
  expect(memory.rss).toBeGreaterThan(1_000_000);
  expect(memory.heapUsed).toBeGreaterThan(0);
  expect(cpuCores).toBeGreaterThanOrEqual(0);
  expect(Number.isInteger(connections)).toBe(true);
  expect(uptimeMs).toBeGreaterThan(0);
});
