import { type JsonRecord, toRecord } from "./json-fields.ts";
import { withoutByteOrderMark, withoutStrays } from "./stray-characters.ts";

/**
 * One line of the CLI's output as an event; `undefined` when it is none: a note for people, a
 * line that was cut off, or nothing at all.
 */
export function parseEvent(line: Buffer): JsonRecord | undefined {
  const text = line.toString("utf8");
  const event = toEvent(text);
  if (event !== undefined) return event;
  const clean = withoutStrays(withoutByteOrderMark(text));
  return clean === text ? undefined : toEvent(clean);
}

/** Most lines are clean, and long: they are parsed as they came. */
function toEvent(text: string): JsonRecord | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return toRecord(parsed);
  } catch {
    return undefined;
  }
}
