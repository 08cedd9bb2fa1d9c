/** The settings for people: each part with its value, by the name that changes it, and with what the service began where that differs. */
import { isObject } from "../../client/is-object.ts";
import type { Table } from "../table.ts";

export interface SettingsView {
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly initial: Readonly<Record<string, unknown>>;
  readonly changedAt?: string;
  readonly changedBy?: string;
}

type Json = Readonly<Record<string, unknown>>;

export const settingsTable = ({ settings, initial }: SettingsView): Table => ({
  head: ["setting", "value", "began as"],
  rows: rowsOf(settings, initial).map(([name, value, began]) => [
    name,
    value,
    value === began ? undefined : began,
  ]),
  empty: "There are no settings.",
});

/** Names as `ccsp settings set` takes them: with dots between the parts. */
const rowsOf = (
  now: Json,
  before: Json,
  above = "",
): readonly (readonly [name: string, value: string, began: string])[] =>
  Object.keys({ ...now, ...before }).flatMap((key) => {
    const [name, value, began] = [above + key, now[key], before[key]];
    const [parts, formerParts] = [partsOf(value), partsOf(began)];
    return Object.keys({ ...parts, ...formerParts }).length > 0
      ? rowsOf(parts, formerParts, `${name}.`)
      : [[name, textOf(value), textOf(began)] as const];
  });

const partsOf = (value: unknown): Json => (isObject(value) ? value : {});

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const isNone = value === null || value === undefined || isObject(value);
  return isNone ? "none" : JSON.stringify(value);
}
