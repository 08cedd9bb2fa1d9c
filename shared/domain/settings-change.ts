/** What a change of the settings changed, value by value: from what, to what. */
import type { JsonObject } from "./merge-patch.ts";
import type { Settings } from "./settings.ts";

export interface ChangedValue {
  /** `null`: there is none. */
  readonly from: unknown;
  readonly to: unknown;
}

/** By the way to each value, for example `loadManagement.lowAt`. */
export type ChangedValues = Readonly<Record<string, ChangedValue>>;

/** The settings, and the patch by which they came to be what they are. */
export interface PatchedSettings {
  readonly patch: JsonObject;
  readonly settings: Settings;
}

/** Also what was only pinned to the value that it had before. */
export function changedValues(
  before: PatchedSettings,
  after: PatchedSettings,
): ChangedValues {
  const [old, now] = [leaves(before.patch), leaves(after.patch)];
  const [from, to] = [leaves(before.settings), leaves(after.settings)];
  const ways = [...new Set([...old.keys(), ...now.keys()])];
  return Object.fromEntries(
    ways
      .filter((way) => !isSame(old.get(way), now.get(way)))
      .map((way) => [
        way,
        { from: from.get(way) ?? null, to: to.get(way) ?? null },
      ]),
  );
}

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Every value that is no object, by the names that lead to it. */
function leaves(value: object, above = ""): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, each] of entriesOf(value)) {
    const way = `${above}${name}`;
    if (isBranch(each))
      for (const [below, leaf] of leaves(each, `${way}.`))
        found.set(below, leaf);
    else found.set(way, each);
  }
  return found;
}

const entriesOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value);

const isBranch = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
