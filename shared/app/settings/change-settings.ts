/** Changes the settings: judged as a whole, written over what was seen of them, and kept in the trail. */
import { type JsonObject, mergePatch } from "../../domain/merge-patch.ts";
import { changedValues } from "../../domain/settings-change.ts";
import type { Clock } from "../../ports/clock.ts";
import type { StoredSettings } from "../../ports/settings-store.ts";
import { amendRow } from "../amend-row.ts";
import type { AuditDeed } from "../audit-deed.ts";
import {
  type FieldProblem,
  type KnownSettings,
  type SettingsSource,
  understand,
} from "./read-settings.ts";

export interface SettingsOrder {
  readonly actor: string;
  readonly reason: string;
  /** `null` gives back to a value what the service began with. */
  readonly patch: JsonObject;
  /** The one that the order was made for; absent: whichever it is. */
  readonly version?: number;
}

export type ChangedSettings =
  | { readonly kind: "changed" | "unchanged"; readonly known: KnownSettings }
  /** They are of this version already; absent: others kept changing them. */
  | { readonly kind: "overtaken"; readonly version?: number }
  /** What would come of it does not go together. */
  | { readonly kind: "bad-settings"; readonly problem: FieldProblem };

/** Rejects with a `StoreError` when they cannot be read or written. */
export type ChangeSettings = (order: SettingsOrder) => Promise<ChangedSettings>;

export interface ChangeSettingsDeps extends SettingsSource {
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
}

type Written = Required<Omit<StoredSettings, "version">>;

export function changeSettings(deps: ChangeSettingsDeps): ChangeSettings {
  const { settingsStore, initialSettings: initial } = deps;

  /** What is to be written, or why nothing is. */
  const decide = (
    order: SettingsOrder,
    { patch: before, ...stored }: StoredSettings,
  ): Written | ChangedSettings => {
    const { version } = stored;
    if (order.version !== undefined && order.version !== version)
      return { kind: "overtaken", version };
    const patch = mergePatch(before, order.patch);
    const { settings, ignored } = understand(deps, patch);
    const problem = ignored.find(({ field }) => isNamed(field, order.patch));
    if (problem) return { kind: "bad-settings", problem };
    return JSON.stringify(patch) === JSON.stringify(before)
      ? { kind: "unchanged", known: { ...stored, settings, initial } }
      : { patch, changedAt: deps.clock.now(), changedBy: order.actor };
  };

  const keep = async (
    { actor, reason }: SettingsOrder,
    seen: StoredSettings,
    { patch, ...stored }: Written,
  ): Promise<KnownSettings> => {
    const before = understand(deps, seen.patch).settings;
    const { settings } = understand(deps, patch);
    const version = seen.version + 1;
    const changed = changedValues(
      { patch: seen.patch, settings: before },
      { patch, settings },
    );
    await deps.audit({
      action: "change-settings",
      actor,
      reason,
      detail: { version, changed },
    });
    return { ...stored, version, settings, initial };
  };

  return async (order) => {
    let seen: StoredSettings | undefined;
    let refusal: ChangedSettings = { kind: "overtaken" };
    const written = await amendRow(settingsStore, (row) => {
      seen = row;
      const decided = decide(order, row);
      if (!("kind" in decided)) return decided;
      refusal = decided;
      return undefined;
    });
    return written && seen
      ? { kind: "changed", known: await keep(order, seen, written) }
      : refusal;
  };
}

/** Whether the order said something about it: for the rest nobody is to blame who did not name it. */
const isNamed = (field: string, patch: JsonObject): boolean =>
  Object.keys(patch).some((name) => field.split(".")[0] === name);
