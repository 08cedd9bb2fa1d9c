import { describe, expect, it } from "vitest";
import {
  changeSettings,
  type SettingsOrder,
} from "../../../../shared/app/settings/change-settings.ts";
import { readSettings } from "../../../../shared/app/settings/read-settings.ts";
import type { JsonObject } from "../../../../shared/domain/merge-patch.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { readPatch } from "../../../../shared/runtime/settings-patch.ts";
import { someSettings } from "../../../builders/settings.ts";
import { aWorld } from "../../../builders/world.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { memorySettingsStore } from "../../../fakes/memory-settings-store.ts";

/** The environment said that three CLIs run at once. */
function aDesk(stored: JsonObject = {}) {
  const world = aWorld();
  const store = memorySettingsStore(world.control.head);
  if (Object.keys(stored).length > 0)
    store.row = { version: 7, patch: stored, changedAt: START, changedBy: "o" };
  const initialSettings = someSettings({ concurrency: 3 });
  const deps = { ...world, settingsStore: store, initialSettings, readPatch };
  const change = changeSettings(deps);
  return {
    ...world,
    store,
    initialSettings,
    read: readSettings(deps),
    change: (patch: JsonObject, more: Partial<SettingsOrder> = {}) =>
      change({ actor: "olga", reason: "more agents", patch, ...more }),
    audited: async () => (await world.control.trail.list({ limit: 9 })).entries,
  };
}

describe("The settings", () => {
  it("are those of the beginning until somebody changes them", async () => {
    const { read, initialSettings } = aDesk();
    const settings = initialSettings;
    expect(await read()).toEqual({ version: 0, settings, initial: settings });
  });

  it("are what is stored, laid over the beginning", async () => {
    const { read, initialSettings } = aDesk({ retryTimedOut: true });
    expect(await read()).toEqual({
      version: 7,
      changedAt: START,
      changedBy: "o",
      settings: { ...initialSettings, retryTimedOut: true },
      initial: initialSettings,
    });
  });

  it("are as in the beginning where another version of us wrote what nobody understands, which is said once", async () => {
    const { read, journal, initialSettings } = aDesk({
      concurrency: "many",
      turbo: { level: 11 },
      agentCaps: { alice: 1 },
      loadManagement: { lowAt: 0.99 },
    });
    const { settings } = await read();
    expect(settings).toEqual({ ...initialSettings, agentCaps: { alice: 1 } });
    await read();
    const said = journal.entries.filter(
      ({ event }) => event === "settings-ignored",
    );
    expect(said).toMatchObject([
      {
        level: "warn",
        version: 7,
        fields: "concurrency, loadManagement.normalAt",
      },
    ]);
  });

  it("reject when the store does not answer", async () => {
    const { read, change, store } = aDesk();
    store.failing.add("read");
    await expect(read()).rejects.toThrow("read");
    await expect(change({ concurrency: 1 })).rejects.toThrow("read");
  });
});

describe("A change of the settings", () => {
  it("is written over what is there, moves the head, and is kept with who, what and why", async () => {
    const { change, read, audited, control, clock, initialSettings } = aDesk();
    await clock.advance(5_000);
    const patch = { concurrency: 4, loadManagement: { enabled: false } };
    const head = await control.head.read();
    const known = {
      version: 1,
      changedAt: later(START, 5_000),
      changedBy: "olga",
      initial: initialSettings,
      settings: someSettings(patch),
    };
    expect(await change(patch)).toEqual({ kind: "changed", known });
    expect(await read()).toEqual(known);
    expect(await control.head.read()).toBeGreaterThan(head);
    expect(await audited()).toMatchObject([
      {
        action: "change-settings",
        actor: "olga",
        reason: "more agents",
        detail: {
          version: 1,
          changed: {
            concurrency: { from: 3, to: 4 },
            "loadManagement.enabled": { from: true, to: false },
          },
        },
      },
    ]);
  });

  it("by null goes back to the beginning, and keeps what it does not know", async () => {
    const { change, store } = aDesk({ concurrency: 9, turbo: 11 });
    const changed = await change({ concurrency: null });
    expect(changed).toMatchObject({
      kind: "changed",
      known: { version: 8, settings: { concurrency: 3 } },
    });
    expect(store.row.patch).toEqual({ turbo: 11 });
  });

  it.each<[JsonObject]>([
    [{}],
    [{ retryTimedOut: true }],
    [{ maxTurns: null }],
  ])(
    "that changes nothing raises no version and is not kept: %j",
    async (patch) => {
      const { change, audited, control } = aDesk({ retryTimedOut: true });
      expect(await change(patch)).toMatchObject({
        kind: "unchanged",
        known: {
          version: 7,
          changedBy: "o",
          settings: { retryTimedOut: true },
        },
      });
      expect(await audited()).toEqual([]);
      expect(await control.head.read()).toBe(0);
    },
  );

  it("for another version than the present one is refused, and told which that is", async () => {
    const { change, store } = aDesk({ concurrency: 9 });
    expect(await change({ concurrency: 1 }, { version: 6 })).toEqual({
      kind: "overtaken",
      version: 7,
    });
    expect(store.row.version).toBe(7);
    expect(await change({ concurrency: 1 }, { version: 7 })).toMatchObject({
      kind: "changed",
    });
  });

  it("is judged by what would come of it: each value may be right and the whole wrong", async () => {
    const { change, store } = aDesk({ loadManagement: { lowAt: 0.85 } });
    expect(await change({ loadManagement: { normalAt: 0.84 } })).toEqual({
      kind: "bad-settings",
      problem: {
        field: "loadManagement.normalAt",
        message: "must be at least loadManagement.lowAt, which is 0.85",
      },
    });
    expect(store.row.version).toBe(7);
  });

  it("is not refused for what somebody else stored", async () => {
    const { change } = aDesk({ concurrency: "many" });
    expect(await change({ maxTurns: 5 })).toMatchObject({
      kind: "changed",
      known: { settings: { concurrency: 3, maxTurns: 5 } },
    });
  });

  it("made at the same time as others keeps theirs, and is given up when they do not end", async () => {
    const { change, store, read } = aDesk();
    await Promise.all([
      change({ concurrency: 5 }),
      change({ maxTurns: 6 }),
      change({ agentCaps: { alice: 7 } }),
    ]);
    expect(await read()).toMatchObject({
      version: 3,
      settings: { concurrency: 5, maxTurns: 6, agentCaps: { alice: 7 } },
    });
    const { replace } = store;
    store.replace = async (seen, next) => {
      store.row = { ...store.row, version: store.row.version + 1 };
      return replace(seen, next);
    };
    expect(await change({ concurrency: 1 })).toEqual({ kind: "overtaken" });
  });
});
