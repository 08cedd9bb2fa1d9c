import { describe, expect, it } from "vitest";
import { later } from "../../shared/domain/timing.ts";
import type { Head } from "../../shared/ports/control-store.ts";
import type { SettingsStore } from "../../shared/ports/settings-store.ts";
import { START } from "../fakes/memory-clock.ts";

interface Stores {
  readonly settingsStore: SettingsStore;
  readonly head: Head;
}

const aChange = {
  patch: {
    concurrency: 4,
    allowedModels: [],
    agentCaps: { "a.b@c": 1, constructor: 2 },
    loadManagement: { enabled: false, lowAt: 0.25 },
    unknown: { deep: [null, { deeper: "text" }] },
  },
  changedAt: START,
  changedBy: "olga",
};

/** What every implementation of the port promises, from an empty store on. */
export function settingsStoreContract(
  name: string,
  stores: () => Stores,
): void {
  describe(`${name} is a SettingsStore`, () => {
    it("starts with nothing changed", async () => {
      const { settingsStore } = stores();
      expect(await settingsStore.read()).toEqual({ version: 0, patch: {} });
    });

    it("gives back what was written over what was seen, and moves the head", async () => {
      const { settingsStore, head } = stores();
      const before = await head.read();
      const seen = await settingsStore.read();
      expect(await settingsStore.replace(seen, aChange)).toBe(true);
      const version = seen.version + 1;
      expect(await settingsStore.read()).toEqual({ ...aChange, version });
      expect(await head.read()).toBeGreaterThan(before);
    });

    it("refuses to write over what somebody else wrote meanwhile", async () => {
      const { settingsStore } = stores();
      const seen = await settingsStore.read();
      const mine = { ...aChange, patch: {}, changedAt: later(START, 1) };
      const tries = await Promise.all([
        settingsStore.replace(seen, mine),
        settingsStore.replace(seen, mine),
      ]);
      expect(tries.filter(Boolean)).toHaveLength(1);
      expect(await settingsStore.replace(seen, aChange)).toBe(false);
      expect(await settingsStore.read()).toMatchObject(mine);
    });
  });
}
