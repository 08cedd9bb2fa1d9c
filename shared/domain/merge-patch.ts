/** JSON Merge Patch, RFC 7396: what is absent stays, `null` removes. https://www.rfc-editor.org/rfc/rfc7396 */

export type Json =
  string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Nothing of it is `null`, and no object within it is empty: what says nothing is left out. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    const next = isObject(value)
      ? mergePatch(objectOr(merged.get(name)), value)
      : value;
    if (next === null || (isObject(next) && Object.keys(next).length === 0))
      merged.delete(name);
    else merged.set(name, next);
  }
  return Object.fromEntries(merged);
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const objectOr = (value: Json | undefined): JsonObject =>
  isObject(value) ? value : {};
