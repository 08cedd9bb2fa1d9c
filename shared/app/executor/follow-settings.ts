/** The settings as this executor knows them: read with the gates, whenever the head has moved. */
import type { Settings } from "../../domain/settings.ts";
import type { Journal } from "../../ports/journal.ts";
import type { ReadSettings } from "../settings/read-settings.ts";

export interface FollowedSettings {
  /** Those of the last look; before the first one those that the service began with. */
  current(): Settings;
  /** Rejects with a `StoreError` when they cannot be read, and leaves them as they were. */
  refresh(): Promise<void>;
}

export function followSettings(deps: {
  readonly initialSettings: Settings;
  readonly readSettings: ReadSettings;
  readonly journal: Journal;
}): FollowedSettings {
  let current = deps.initialSettings;
  let seenVersion = 0;
  return {
    current: () => current,
    async refresh() {
      const { settings, version } = await deps.readSettings();
      current = settings;
      if (version !== seenVersion)
        deps.journal.note({ event: "settings-seen", version });
      seenVersion = version;
    },
  };
}
