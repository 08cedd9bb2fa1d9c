import { expect, it } from "vitest";
import { countUsage } from "../../../../shared/app/usage/count-usage.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { sumUsage } from "../../../../shared/domain/usage.ts";
import { allClasses } from "../../../../shared/domain/usage-rates.ts";
import { aRun, aRunningTask, aTask } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aUsageWorld } from "./a-usage-world.ts";

const MINUTE = 60_000;
const done = aTask({ status: "succeeded" });

async function counted(world: ReturnType<typeof aUsageWorld>) {
  const to = later(START, 30 * 24 * 60 * MINUTE);
  const rows = await world.usageStore.minutes({ from: START, to });
  return {
    rows: rows.length,
    ends: allClasses(sumUsage(rows.map(({ usage }) => usage))).ends,
  };
}

it("writes what was counted in one row for each minute", async () => {
  const world = aUsageWorld();
  const counter = world.counter();
  counter.ran({ task: aRunningTask(), run: aRun(), at: START });
  counter.ended(done);
  await counter.put();
  counter.ended(done);
  await counter.put();
  await world.clock.advance(MINUTE);
  counter.ended(done);
  await counter.put();
  expect(await counted(world)).toEqual({ rows: 2, ends: { success: 3 } });
});

it("writes nothing when nothing changed", async () => {
  const world = aUsageWorld();
  const counter = world.counter();
  counter.ended(done);
  for (let time = 0; time < 3; time += 1) await counter.put();
  expect(world.usageStore.calls.putMinute).toBe(1);
});

it("counts what two processes saw, each in rows of its own", async () => {
  const world = aUsageWorld();
  for (const counter of [world.counter("w-1"), world.counter("w-2")]) {
    counter.ended(done);
    await counter.put();
  }
  expect(await counted(world)).toEqual({ rows: 2, ends: { success: 2 } });
});

it("keeps what could not be written, and says so", async () => {
  const world = aUsageWorld();
  const counter = world.counter();
  world.usageStore.failing.add("putMinute");
  counter.ended(done);
  await counter.put();
  await world.clock.advance(2 * MINUTE);
  counter.ended(done);
  await counter.put();
  expect(world.journal.of("usage-not-written")).toHaveLength(2);
  world.usageStore.failing.clear();
  await counter.put();
  expect(await counted(world)).toEqual({ rows: 2, ends: { success: 2 } });
});

it("writes one row after another, never two at a time", async () => {
  const world = aUsageWorld();
  const counter = world.counter();
  const puts = [1, 2, 3].map(() => {
    counter.ended(done);
    return counter.put();
  });
  await Promise.all(puts);
  expect(await counted(world)).toEqual({ rows: 1, ends: { success: 3 } });
  expect(world.usageStore.calls.putMinute).toBeLessThanOrEqual(2);
});

it("writes at most once a second while it changes, and at the end", async () => {
  const world = aUsageWorld();
  const counter = world.counter();
  const stop = new AbortController();
  const putting = counter.keepPutting(stop.signal);
  for (let tenth = 0; tenth < 30; tenth += 1) {
    await world.clock.advance(100);
    counter.ended(done);
  }
  expect(world.usageStore.calls.putMinute).toBeLessThanOrEqual(3);
  stop.abort();
  await putting;
  expect(await counted(world)).toEqual({ rows: 1, ends: { success: 30 } });
});

it("leaves a mark at an hour that may have been made without it, after the write", async () => {
  const world = aUsageWorld();
  const counter = world.counter();
  await world.clock.advance(59 * MINUTE);
  counter.ended(done);
  await world.clock.advance(2 * MINUTE);
  await counter.put();
  expect(await world.usageStore.lateMarks()).toEqual([]);
  counter.ended(done);
  world.usageStore.failing.add("putMinute");
  await world.clock.advance(90 * MINUTE);
  await counter.put();
  expect(await world.usageStore.lateMarks()).toEqual([]);
  world.usageStore.failing.clear();
  await counter.put();
  expect(await world.usageStore.lateMarks()).toMatchObject([
    { at: later(START, 61 * MINUTE) },
  ]);
});

it("finds its minute as it was when the clock is set back", async () => {
  const world = aUsageWorld();
  let offsetMs = 0;
  const clock = {
    ...world.clock,
    now: () => later(world.clock.now(), offsetMs),
  };
  const counter = countUsage({ ...world, clock, writer: "w-1" });
  counter.ended(done);
  await counter.put();
  offsetMs = MINUTE;
  await counter.put();
  offsetMs = 0;
  counter.ended(done);
  await counter.put();
  expect(await counted(world)).toEqual({ rows: 1, ends: { success: 2 } });
});

it("gives up the oldest when nothing can be written for hours, and says so", async () => {
  const world = aUsageWorld();
  const counter = world.counter();
  world.usageStore.failing.add("putMinute");
  for (let minute = 0; minute < 121; minute += 1) {
    counter.ended(done);
    await world.clock.advance(MINUTE);
  }
  expect(world.journal.of("usage-given-up")).toHaveLength(1);
  world.usageStore.failing.clear();
  await counter.put();
  expect((await counted(world)).rows).toBe(120);
});
