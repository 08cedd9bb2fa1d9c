import { expect, it } from "vitest";
import { measureDispatch } from "../../../shared/app/measure-dispatch.ts";
import { memoryMetrics } from "../../fakes/memory-metrics.ts";

it("a run that went well is told, and gives what it gave", async () => {
  const metrics = memoryMetrics();
  expect(await measureDispatch(Promise.resolve(7), metrics)).toBe(7);
  expect(metrics.measurements).toEqual([
    { values: { DispatchRuns: 1, DispatchFailures: 0 }, dimensions: {} },
  ]);
});

it("a run that failed is told, and still fails", async () => {
  const metrics = memoryMetrics();
  const run = Promise.reject(new Error("no table"));
  await expect(measureDispatch(run, metrics)).rejects.toThrow("no table");
  expect(metrics.measurements).toEqual([
    { values: { DispatchRuns: 1, DispatchFailures: 1 }, dimensions: {} },
  ]);
});
