/** From `name=value`, as it is typed, to the JSON that changes settings. */
import { isObject } from "../client/is-object.ts";
import { usageError } from "./command-error.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * @param settings as they are: their kinds tell how a text is meant
 * @throws CommandError for a name that is none; the service judges the values
 */
export function assignments(changes: readonly string[], settings: Json): Json {
  const patch: Record<string, unknown> = {};
  for (const change of changes) {
    const [, path = "", text] = /^([^=]*)=(.*)$/s.exec(change) ?? [];
    if (text === undefined || path === "")
      throw usageError(
        `\`${change}\` is no change; write name=value, for example concurrency=4.`,
      );
    put(patch, known(path, settings), valueOf(text, at(settings, path)));
  }
  return patch;
}

/** @throws CommandError for a name that is none */
export function resets(names: readonly string[], settings: Json): Json {
  const patch: Record<string, unknown> = {};
  for (const name of names) put(patch, known(name, settings), null);
  return patch;
}

/** The parts of a name whose first is a setting's. */
function known(path: string, settings: Json): readonly string[] {
  const parts = path.split(".");
  const [name = ""] = parts;
  if (!Object.hasOwn(settings, name))
    throw usageError(
      `There is no setting \`${name}\`; there are ${Object.keys(settings).join(", ")}.`,
    );
  return parts;
}

function at(settings: Json, path: string): unknown {
  let found: unknown = settings;
  for (const part of path.split("."))
    found =
      isObject(found) && Object.hasOwn(found, part) ? found[part] : undefined;
  return found;
}

/** Both a number's and a word's sign are taken as JSON; a text needs no quotes, a list no brackets. */
function valueOf(text: string, now: unknown): unknown {
  const json = parse(text);
  if (Array.isArray(now) && !Array.isArray(json) && json !== null)
    return text === "" ? [] : text.split(",").map((each) => each.trim());
  if (typeof now === "string" && json !== null) return text;
  return json === undefined ? text : json;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function put(
  patch: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    patch[name] = value;
    return;
  }
  const before = patch[name];
  const inner: Record<string, unknown> = isObject(before) ? { ...before } : {};
  put(inner, rest, value);
  patch[name] = inner;
}
