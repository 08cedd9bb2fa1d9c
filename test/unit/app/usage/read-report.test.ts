import { describe, expect, it } from "vitest";
import { countStanding } from "../../../../shared/app/count-standing.ts";
import { noteService } from "../../../../shared/app/usage/note-service.ts";
import { readReport } from "../../../../shared/app/usage/read-report.ts";
import { NO_LOOKS } from "../../../../shared/domain/service-looks.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { addUsage, NO_USAGE } from "../../../../shared/domain/usage.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aUsageWorld, oneSuccess } from "./a-usage-world.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;

function aReview() {
  const world = aUsageWorld();
  return { ...world, report: readReport(world) };
}
const looked = (minutes: number, running: number) => ({
  ...NO_USAGE,
  service: { looks: minutes, up: minutes, slots: 2 * minutes, running },
});

describe("the report", () => {
  it("is of the last seven days, and says that nothing is known where nothing is", async () => {
    const { report } = aReview();
    const told = await report({ period: "week", compare: true });
    const to = later(START, HOUR);
    expect(told).toMatchObject({
      period: "week",
      from: later(to, -7 * DAY),
      to,
      availability: { share: null },
      usage: null,
      failures: [],
      before: {
        from: later(to, -14 * DAY),
        to: later(to, -7 * DAY),
        usage: null,
      },
      projectedUtilization: null,
    });
  });

  it("compares only when asked", async () => {
    const { report } = aReview();
    expect(
      await report({ period: "month", compare: false }),
    ).not.toHaveProperty("before");
  });

  it("tells what was done, how available and how busy it was, and what comes", async () => {
    const { report, done } = aReview();
    const at = later(START, -HOUR);
    await done(at, addUsage(oneSuccess(at), looked(60, 60)));
    await done(START, looked(0, 0), "w-2");
    const before = later(START, -8 * DAY);
    await done(before, looked(60, 30));
    const told = await report({ period: "week", compare: true });
    expect(told).toMatchObject({
      availability: { share: 1, minutes: 60 },
      capacity: { slots: 2, running: 1, utilization: 0.5 },
      usage: { finished: 1, successRate: 1 },
      before: { capacity: { utilization: 0.25 }, usage: { finished: 0 } },
      projectedUtilization: 0.75,
    });
  });

  it("takes a service that stands still for one that is down, not for an unknown one", async () => {
    const { report, usageStore } = aReview();
    const at = later(START, -20 * DAY);
    await usageStore.putHour({
      at,
      usage: looked(60, 0),
      total: looked(60, 0),
    });
    const told = await report({ period: "week", compare: true });
    const down = { share: 0, minutes: 7 * 24 * 60 - 60, upMinutes: 0 };
    expect(told.availability).toEqual(down);
    expect(told.usage).toMatchObject({ finished: 0 });
    expect(told.before?.availability.share).toBe(0);
  });
});

it("each minute it is noted whether work could be done", async () => {
  const world = aUsageWorld();
  const note = noteService({
    ...world,
    ...world.control,
    count: countStanding(world),
  });
  const executor = { id: "e-1", slots: 2, running: 1, lastSeenAt: START };
  await note();
  await world.accept();
  await note();
  await world.control.executors.note(executor);
  await note();
  expect(world.usage.looks).toEqual([
    { ...NO_LOOKS, looks: 1, up: 1 },
    { ...NO_LOOKS, looks: 1 },
    { looks: 1, up: 1, slots: 2, running: 1 },
  ]);
});
