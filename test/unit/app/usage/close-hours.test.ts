import { expect, it } from "vitest";
import { later } from "../../../../shared/domain/timing.ts";
import { allClasses } from "../../../../shared/domain/usage-rates.ts";
import { NO_USAGE, type Usage } from "../../../../shared/domain/usage.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aUsageWorld, oneSuccess } from "./a-usage-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const successes = (usage?: Usage): number | undefined =>
  usage && (allClasses(usage).ends.success ?? 0);

type World = ReturnType<typeof aUsageWorld>;
const at = (hours: number, minutes = 0): Date =>
  later(START, hours * HOUR + minutes * MINUTE);

/** Successes and their running total, hour by hour. */
async function hours({ usageStore }: World) {
  const rows = await usageStore.hours({ from: at(-1_000), to: at(1_000) });
  return rows.map(({ at: hour, usage, total }) => [
    (hour.getTime() - START.getTime()) / HOUR,
    successes(usage),
    successes(total),
  ]);
}

it("makes an hour of its minutes once it is over, of all writers", async () => {
  const world = aUsageWorld();
  await world.done(at(0, 0), oneSuccess(at(0)));
  await world.done(at(0, 59), oneSuccess(at(0)), "w-2");
  await world.done(at(1, 0), oneSuccess(at(1)));
  await world.clock.advance(HOUR + 2 * MINUTE);
  await world.closeHours();
  expect(await hours(world)).toEqual([[-1, 0, 0]]);
  await world.clock.advance(MINUTE);
  expect(await world.closeHours()).toEqual({ hoursMade: 1 });
  expect(await hours(world)).toEqual([
    [-1, 0, 0],
    [0, 2, 2],
  ]);
});

it("does nothing when everything is made", async () => {
  const world = aUsageWorld();
  await world.closeHours();
  expect(await world.closeHours()).toEqual({ hoursMade: 0 });
});

it("begins with the first hour in which anything was done", async () => {
  const world = aUsageWorld();
  await world.done(at(2), oneSuccess(at(2)));
  await world.done(at(3), oneSuccess(at(3)));
  await world.clock.advance(5 * HOUR + 5 * MINUTE);
  await world.closeHours();
  expect(await hours(world)).toEqual([
    [2, 1, 1],
    [3, 1, 2],
    [4, 0, 2],
  ]);
});

it("goes on where it stopped, however long ago, with a total that only grows", async () => {
  const world = aUsageWorld();
  await world.done(at(0), oneSuccess(at(0)));
  await world.clock.advance(HOUR + 5 * MINUTE);
  await world.closeHours();
  await world.done(at(90), oneSuccess(at(90)));
  await world.clock.advance(99 * HOUR);
  expect(await world.closeHours()).toEqual({ hoursMade: 48 });
  expect(await world.closeHours()).toEqual({ hoursMade: 48 });
  expect(await world.closeHours()).toEqual({ hoursMade: 3 });
  const made = await hours(world);
  expect(made).toHaveLength(100);
  expect(made[90]).toEqual([90, 1, 2]);
  expect(made.at(-1)).toEqual([99, 0, 2]);
});

it("makes an hour anew when a minute of it comes late, and every total after it", async () => {
  const world = aUsageWorld();
  await world.done(at(0), oneSuccess(at(0)));
  await world.done(at(2), oneSuccess(at(2)));
  await world.clock.advance(4 * HOUR);
  await world.closeHours();
  await world.done(at(1), oneSuccess(at(1)), "late");
  await world.usageStore.markLate({ at: at(1), id: "m-1" });
  expect(await world.closeHours()).toEqual({ hoursMade: 2 });
  expect(await hours(world)).toEqual([
    [0, 1, 1],
    [1, 1, 2],
    [2, 1, 3],
  ]);
  expect(await world.usageStore.lateMarks()).toEqual([]);
});

it("keeps the mark when it could not make the hours, and makes them the next time", async () => {
  const world = aUsageWorld();
  await world.done(at(0), oneSuccess(at(0)));
  await world.clock.advance(3 * HOUR);
  await world.closeHours();
  await world.done(at(0), oneSuccess(at(0)), "late");
  await world.usageStore.markLate({ at: at(0), id: "m-1" });
  world.usageStore.failing.add("putHour");
  await expect(world.closeHours()).rejects.toMatchObject({
    name: "StoreError",
  });
  world.usageStore.failing.clear();
  await world.closeHours();
  expect((await hours(world)).at(-1)?.[2]).toBe(2);
});

it("drops a mark of long ago: that hour stays as it is", async () => {
  const world = aUsageWorld();
  await world.clock.advance(HOUR);
  await world.closeHours();
  await world.clock.advance(20 * HOUR);
  await world.usageStore.markLate({ at: at(-40), id: "m-1" });
  await world.closeHours();
  expect(await world.usageStore.lateMarks()).toEqual([]);
  expect((await hours(world))[0]?.[0]).toBe(-1);
});

it("keeps names of agents in the hour, and not in the total", async () => {
  const world = aUsageWorld();
  await world.done(at(0), oneSuccess(at(0), "ada"));
  await world.clock.advance(2 * HOUR);
  await world.closeHours();
  const row = await world.usageStore.newestHour(at(1));
  expect(row?.usage.agents.has("ada")).toBe(true);
  expect(row?.total.agents).toEqual(NO_USAGE.agents);
});

it("the total is that of the last hour that was made, and what was done since", async () => {
  const world = aUsageWorld();
  expect(successes(await world.readTotal())).toBe(0);
  await world.done(at(0), oneSuccess(at(0)));
  expect(successes(await world.readTotal())).toBe(1);
  await world.clock.advance(HOUR + 5 * MINUTE);
  await world.closeHours();
  await world.done(at(1, 5), oneSuccess(at(1)));
  const total = await world.readTotal();
  expect(successes(total)).toBe(2);
  expect(total.agents.size).toBe(0);
});
