/** Figures for people: one line for each, by its way in the answer, in a unit that can be read. */
import { isObject } from "../../client/is-object.ts";
import { formatDuration } from "../duration.ts";
import type { Cell, Table } from "../table.ts";

export const statsTable = (answer: object): Table => ({
  head: ["figure", "value"],
  rows: Object.entries(answer)
    .filter(([name]) => name !== SERIES)
    .flatMap(([name, value]) => linesOf(name, value)),
  empty: "There are no figures yet.",
});

/** A point for each minute or hour is for programs that draw. */
const SERIES = "series";

function linesOf(path: string, value: unknown): readonly (readonly Cell[])[] {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.length === 0
      ? [[path, "none"]]
      : items.flatMap((item, place) => {
          const [name, fields] = nameOf(item) ?? [place, item];
          return linesOf(`${path}[${name}]`, fields);
        });
  }
  if (!isObject(value)) return [[path, figure(path, value)]];
  const fields = Object.entries(value);
  return fields.length === 0
    ? [[path, "none"]]
    : fields.flatMap(([name, field]) => linesOf(`${path}.${name}`, field));
}

/** What a line of a list is about is its first field, when that is a text. */
function nameOf(item: unknown): readonly [string, unknown] | undefined {
  if (!isObject(item)) return undefined;
  const [first, ...rest] = Object.entries(item);
  return first && typeof first[1] === "string" && rest.length > 0
    ? [first[1], Object.fromEntries(rest)]
    : undefined;
}

/** By the figure's name: which unit it has. */
const FORMATS: readonly (readonly [RegExp, (value: number) => string])[] = [
  [/(Rate|Risk|utilization|remaining)$/i, (value) => `${round(value * 100)} %`],
  [
    /(Ms(\.(?!count)\w+)?|Time|uptime)$/,
    (value) => (value < 1_000 ? `${round(value)} ms` : formatDuration(value)),
  ],
  [/(Usd|cost)$/i, (value) => `$${value.toFixed(2)}`],
  [/(Bytes|memoryUsage\.\w+)$/, (value) => `${round(value / 1_048_576)} MiB`],
];

function figure(path: string, value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "number")
    return typeof value === "string" ? value : JSON.stringify(value);
  const format = FORMATS.find(([name]) => name.test(path));
  return format ? format[1](value) : round(value);
}

const round = (value: number): string => `${Math.round(value * 100) / 100}`;
