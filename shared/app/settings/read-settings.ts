/** The settings as they are now: what operators changed, laid over what the service began with. */
import type { JsonObject } from "../../domain/merge-patch.ts";
import {
  patched,
  type Settings,
  type SettingsPatch,
  settingsProblem,
} from "../../domain/settings.ts";
import type { Journal } from "../../ports/journal.ts";
import type {
  SettingsStore,
  StoredSettings,
} from "../../ports/settings-store.ts";

export interface KnownSettings extends Omit<StoredSettings, "patch"> {
  readonly settings: Settings;
  /** With what the service began. */
  readonly initial: Settings;
}

export interface ReadPatch {
  /** What was understood. */
  readonly patch: SettingsPatch;
  /** What was not, and is as if nobody had said it. */
  readonly ignored: readonly FieldProblem[];
}

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface SettingsSource {
  readonly settingsStore: SettingsStore;
  /** With what the service began, by its environment. */
  readonly initialSettings: Settings;
  /** Makes a patch of what was stored, be it by another version of us. */
  readonly readPatch: (stored: JsonObject) => ReadPatch;
}

/** Rejects with a `StoreError` when they cannot be read. */
export type ReadSettings = () => Promise<KnownSettings>;

export function readSettings({
  journal,
  ...source
}: SettingsSource & { readonly journal: Journal }): ReadSettings {
  let told = "";
  return async () => {
    const { patch, ...stored } = await source.settingsStore.read();
    const { settings, ignored } = understand(source, patch);
    const fields = ignored.map(({ field }) => field).join(", ");
    if (fields !== told && fields !== "")
      journal.note({
        event: "settings-ignored",
        level: "warn",
        version: stored.version,
        fields,
      });
    told = fields;
    return { ...stored, settings, initial: source.initialSettings };
  };
}

/** What stands in no known words, or goes not together, is as the service began. */
export function understand(
  {
    initialSettings: initial,
    readPatch,
  }: Omit<SettingsSource, "settingsStore">,
  stored: JsonObject,
): { readonly settings: Settings; readonly ignored: readonly FieldProblem[] } {
  const { patch, ignored } = readPatch(stored);
  const settings = patched(initial, patch);
  const problem = settingsProblem(settings);
  if (!problem) return { settings, ignored };
  const { name, field, message } = problem;
  return {
    settings: patched(initial, { ...patch, [name]: null }),
    ignored: [...ignored, { field, message }],
  };
}
