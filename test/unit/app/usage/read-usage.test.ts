import fc from "fast-check";
import { expect, it } from "vitest";
import { later } from "../../../../shared/domain/timing.ts";
import { allClasses } from "../../../../shared/domain/usage-rates.ts";
import type { Usage } from "../../../../shared/domain/usage.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aUsageWorld, oneSuccess } from "./a-usage-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (hours: number, minutes = 0): Date =>
  later(START, hours * HOUR + minutes * MINUTE);
const successes = (usage: Usage): number => allClasses(usage).ends.success ?? 0;

it("counts what was done in the whole minutes of the range", async () => {
  const world = aUsageWorld();
  for (const minute of [0, 1, 2, 3])
    await world.done(at(0, minute), oneSuccess(START));
  const range = { from: later(at(0, 1), 30_000), to: later(at(0, 2), 1) };
  const { usage, points, ...told } = await world.readUsage(range);
  expect(successes(usage)).toBe(2);
  expect(told).toEqual({ from: at(0, 1), to: at(0, 3) });
  expect(points).toEqual([]);
});

it("counts the same of a long range, whatever hours are made of it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 2_880 }), { maxLength: 30 }),
      fc.tuple(
        fc.integer({ min: 0, max: 2_880 }),
        fc.integer({ min: 1, max: 2_880 }),
      ),
      fc.integer({ min: 0, max: 50 * 60 }),
      async (minutes, [first, length], closedAt) => {
        const world = aUsageWorld();
        for (const minute of minutes)
          await world.done(at(0, minute), oneSuccess(START));
        await world.clock.advance(closedAt * MINUTE);
        await world.closeHours();
        const last = Math.min(first + length, 2_880);
        const range = { from: at(0, first), to: at(0, last) };
        const { usage } = await world.readUsage(range);
        const expected = minutes.filter((each) => each >= first && each < last);
        expect(successes(usage)).toBe(expected.length);
      },
    ),
    { numRuns: 50 },
  );
});

it("gives a point for each period, also where nothing was done", async () => {
  const world = aUsageWorld();
  await world.done(at(1, 30), oneSuccess(START));
  await world.done(at(3, 10), oneSuccess(START));
  const range = { from: at(1, 10), to: at(3, 20) };
  const { points, usage, ...told } = await world.readUsage({
    ...range,
    period: "hour",
  });
  expect(told).toEqual({ from: at(1), to: at(4) });
  expect(successes(usage)).toBe(2);
  expect(points.map((point) => [point.at, successes(point.usage)])).toEqual([
    [at(1), 1],
    [at(2), 0],
    [at(3), 1],
  ]);
});

it("reads minutes also of a long range when minutes are asked for", async () => {
  const world = aUsageWorld();
  await world.done(at(5, 30), oneSuccess(START));
  const { points } = await world.readUsage({
    from: at(0),
    to: at(6),
    period: "minute",
  });
  expect(points).toHaveLength(360);
  expect(successes(points[330]!.usage)).toBe(1);
});
