import type { FollowedSettings } from "../../shared/app/executor/follow-settings.ts";
import {
  BUILT_IN_SETTINGS,
  patched,
  type Settings,
  type SettingsPatch,
} from "../../shared/domain/settings.ts";

export const someSettings = (patch: SettingsPatch = {}): Settings =>
  patched(BUILT_IN_SETTINGS, patch);

/** Settings as an executor follows them, which nobody changes. */
export const fixedSettings = (patch: SettingsPatch = {}): FollowedSettings => ({
  current: () => someSettings(patch),
  refresh: async () => {},
});
