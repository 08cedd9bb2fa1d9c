import { expect, it } from "vitest";
import { countStanding } from "../../../../shared/app/count-standing.ts";
import { noteDepth } from "../../../../shared/app/usage/note-depth.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { SAMPLE } from "../executor/an-executor.ts";
import { aUsageWorld } from "./a-usage-world.ts";

function aNotingWorld() {
  const world = aUsageWorld();
  const { executors } = world.control;
  const note = noteDepth({ ...world, executors, count: countStanding(world) });
  const told = () =>
    world.usageStore.depths({ from: START, to: later(START, 60_000) });
  return { ...world, executors, note, told };
}

it("What all executors take together is noted with the depth", async () => {
  const { executors, note, told } = aNotingWorld();
  for (const id of ["e-1", "e-2"])
    await executors.note({
      id,
      startedAt: START,
      lastSeenAt: START,
      slots: 1,
      running: 0,
      finishedLastMinute: 0,
      process: SAMPLE,
      ...(id === "e-2" && { problem: "no CLI" }),
    });
  await note();
  const { memory, cpuCores } = SAMPLE;
  expect(await told()).toMatchObject([
    {
      at: START,
      system: {
        memoryBytes: 2 * memory.rss,
        cpuCores: 2 * cpuCores,
        // Of the one that takes work.
        slots: 1,
      },
    },
  ]);
});

it("Without an executor nothing is said of what they take", async () => {
  const { note, told } = aNotingWorld();
  await note();
  const [depth] = await told();
  expect(depth).toMatchObject({ at: START });
  expect(depth).not.toHaveProperty("system");
});
