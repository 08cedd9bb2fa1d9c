/** What operators changed of the settings, kept for all. */
import type { JsonObject } from "../domain/merge-patch.ts";

export interface StoredSettings {
  /** Grows with each change; 0: nothing was ever changed. */
  readonly version: number;
  /** What is laid over the settings that the service began with; it may come from another version of us. */
  readonly patch: JsonObject;
  readonly changedAt?: Date;
  readonly changedBy?: string;
}

/** Both methods reject with a `StoreError` when the store cannot be reached. */
export interface SettingsStore {
  /** What nobody can have written reads as if it were not there. */
  read(): Promise<StoredSettings>;
  /** Writes over what was seen, unless somebody wrote meanwhile (`false`), and moves the head. */
  replace(
    seen: StoredSettings,
    next: Required<Omit<StoredSettings, "version">>,
  ): Promise<boolean>;
}
