/** What operators change while an executor runs. */
import { describe, expect, it } from "vitest";
import { followSettings } from "../../../../shared/app/executor/follow-settings.ts";
import { readSettings } from "../../../../shared/app/settings/read-settings.ts";
import type { JsonObject } from "../../../../shared/domain/merge-patch.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { readPatch } from "../../../../shared/runtime/settings-patch.ts";
import { someSettings } from "../../../builders/settings.ts";
import { aWorld } from "../../../builders/world.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { memorySettingsStore } from "../../../fakes/memory-settings-store.ts";
import { anExecutor } from "./an-executor.ts";

/** A change is seen with the next look at the head, and then the next task takes it. */
const SEEN_MS = 1_100;

async function aRunning(first: JsonObject = {}) {
  const world = aWorld();
  const store = memorySettingsStore(world.control.head);
  const change = async (patch: JsonObject): Promise<void> => {
    const seen = await store.read();
    const next = { patch, changedAt: START, changedBy: "olga" };
    await store.replace(seen, next);
    await world.clock.advance(SEEN_MS);
  };
  await change(first);
  const initialSettings = someSettings({ concurrency: 2 });
  const source = { settingsStore: store, initialSettings, readPatch };
  const read = readSettings({ ...world, ...source });
  const settings = followSettings({
    ...world,
    initialSettings,
    readSettings: read,
  });
  const executor = anExecutor(() => ({ settings }), world);
  await executor.start();
  const running = () => executor.cli.runs.filter((run) => !run.isFinished());
  return {
    ...executor,
    change,
    store,
    running,
    slots: async () => {
      const seen = await world.control.executors.seenSince(later(START, -1));
      return seen.map(({ slots }) => slots);
    },
    acceptMany: async (count: number) => {
      for (let index = 0; index < count; index += 1)
        await world.accept({ notBefore: world.clock.now() });
      await world.clock.advance(0);
    },
  };
}

describe("The concurrency", () => {
  it("grows while it runs, and is told at once", async () => {
    const { acceptMany, change, running, slots, finish } = await aRunning();
    await acceptMany(5);
    expect(running()).toHaveLength(2);
    await change({ concurrency: 4 });
    expect(running()).toHaveLength(4);
    expect(await slots()).toEqual([4]);
    await finish();
  });

  it("shrinks by what ends, and ends nothing", async () => {
    const { acceptMany, change, running, slots, clock, finish } =
      await aRunning({ concurrency: 3 });
    await acceptMany(6);
    expect(running()).toHaveLength(3);
    await change({ concurrency: 1 });
    expect(running()).toHaveLength(3);
    expect(await slots()).toEqual([1]);
    for (const left of [2, 1, 1]) {
      running()[0]?.finish();
      await clock.advance(100);
      expect(running()).toHaveLength(left);
    }
    await finish();
  });

  it("is the changed one from the first task on", async () => {
    const { acceptMany, running, finish } = await aRunning({ concurrency: 1 });
    await acceptMany(3);
    expect(running()).toHaveLength(1);
    await finish();
  });
});

it("The delay between two starts holds the second one back, until it is taken away", async () => {
  const { acceptMany, change, running, clock, finish } = await aRunning({
    concurrency: 4,
    throttleDelayMs: 30_000,
  });
  await acceptMany(4);
  expect(running()).toHaveLength(1);
  await clock.advance(29_000);
  expect(running()).toHaveLength(1);
  await clock.advance(1_500);
  expect(running()).toHaveLength(2);
  await change({ concurrency: 4 });
  expect(running()).toHaveLength(4);
  await finish();
});

it("A run that took too long is tried again where that is set, for an attempt", async () => {
  const { change, clock, ...world } = await aRunning();
  const timeOut = async (): Promise<void> => {
    (await world.cli.nextRun()).finish({ outcome: "timeout" });
    await clock.advance(100);
  };
  const once = await world.accept();
  await clock.advance(0);
  await timeOut();
  expect(world.now(once)).toMatchObject({ status: "failed", failures: 1 });
  await change({ retryTimedOut: true });
  const again = await world.accept({ notBefore: clock.now() });
  for (const status of ["queued", "queued", "failed"]) {
    await clock.advance(5_000);
    await timeOut();
    expect(world.now(again).status).toBe(status);
  }
  expect(world.now(again).failures).toBe(3);
  await world.finish();
});

it("A store that does not answer leaves the settings as they were, and stops what is new", async () => {
  const { acceptMany, change, running, store, clock, journal, finish } =
    await aRunning({ concurrency: 3 });
  await acceptMany(1);
  store.failing.add("read");
  await change({ concurrency: 4 }).catch(() => undefined);
  await clock.advance(15_000);
  expect(journal.entries).toContainEqual(
    expect.objectContaining({ event: "control-unreachable" }),
  );
  await acceptMany(3);
  expect(running()).toHaveLength(1);
  store.failing.delete("read");
  await clock.advance(SEEN_MS);
  expect(running()).toHaveLength(3);
  await finish();
});
