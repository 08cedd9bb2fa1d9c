import { describe, expect, it } from "vitest";
import { simpleStatistics } from "../../../../shared/adapters/simple-statistics/statistics.ts";
import { reconsiderLoad } from "../../../../shared/app/load/reconsider-load.ts";
import { tendLoad } from "../../../../shared/app/load/tend-load.ts";
import { noteDepth } from "../../../../shared/app/usage/note-depth.ts";
import { countStanding } from "../../../../shared/app/count-standing.ts";
import { BUILT_IN_SETTINGS } from "../../../../shared/domain/settings.ts";
import { usageOfRun } from "../../../../shared/domain/usage-events.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aRun, aRunningTask } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aUsageWorld } from "../usage/a-usage-world.ts";

const MINUTE = 60_000;
const RESETS_AT = later(START, 180 * MINUTE);

function aTendedWorld() {
  const world = aUsageWorld();
  const { control, clock } = world;
  const count = countStanding(world);
  const note = noteDepth({ ...world, ...control, count });
  const tend = tendLoad({
    ...world,
    statistics: simpleStatistics,
    reconsider: reconsiderLoad({ ...world, ...control }),
    settings: async () => BUILT_IN_SETTINGS,
  });
  /** A minute with one run that told so; without a share, none told anything. */
  const minute = async (utilization?: number) => {
    const at = clock.now();
    const task = aRunningTask({ notBefore: at, startedAt: at });
    if (utilization !== undefined) {
      const usageWindows = [
        { name: "five_hour", utilization, resetsAt: RESETS_AT },
      ];
      const usage = usageOfRun({ task, run: aRun({ usageWindows }), at });
      await world.done(at, usage);
    }
    await clock.advance(MINUTE);
    await note();
    await tend();
  };
  return { ...world, minute, gates: control.gates };
}

describe("the clock", () => {
  it("closes the gate for a share that no executor could write", async () => {
    const { minute, gates } = aTendedWorld();
    await minute(0.85);
    expect(await gates.closedGates()).toMatchObject([
      { name: "load", holds: ["low"], until: RESETS_AT },
    ]);
  });

  it("closes it before the share is reached when the window will be used up before its reset, and opens it when that is over", async () => {
    const { minute, gates } = aTendedWorld();
    for (let used = 0.1; used < 0.5; used += 0.04) await minute(used);
    const [gate] = await gates.closedGates();
    expect(gate?.reason).toMatch(
      /^five_hour: \d+ % used, \d+ % expected soon$/,
    );
    for (let minutes = 0; minutes < 15; minutes += 1) await minute();
    expect(await gates.closedGates()).toEqual([]);
  });

  it("leaves it open for a window that fills slowly", async () => {
    const { minute, gates } = aTendedWorld();
    for (let used = 0.1; used < 0.2; used += 0.004) await minute(used);
    expect(await gates.closedGates()).toEqual([]);
  });
});
