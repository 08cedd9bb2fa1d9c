import { expect, it } from "vitest";
import { measureMemory } from "../../../../shared/app/executor/measure-memory.ts";
import { aWorld } from "../../../builders/world.ts";

async function measured(...shares: (number | undefined)[]) {
  const world = aWorld();
  const stop = new AbortController();
  const usedShare = async () => shares.shift();
  const deps = { ...world, executorId: "e-1", memory: { usedShare } };
  const over = measureMemory(deps, stop.signal);
  await world.clock.advance(0);
  await world.clock.advance(60_000);
  stop.abort();
  await world.clock.advance(0);
  await over;
  return world.metrics.measurements;
}

it("an executor's memory is told each minute, in percent", async () => {
  const of = { dimensions: {}, properties: { executorId: "e-1" } };
  expect(await measured(0.25, 0.5)).toEqual([
    { values: { ExecutorMemoryUsed: 25 }, ...of },
    { values: { ExecutorMemoryUsed: 50 }, ...of },
  ]);
});

it("where nothing limits the memory, nothing is told", async () => {
  expect(await measured(undefined, undefined)).toEqual([]);
});
