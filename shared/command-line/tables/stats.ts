/** Figures for people: one line for each, by its way in the answer, in a unit that can be read. */
import { isObject } from "../../client/is-object.ts";
import { formatMeasured } from "../duration.ts";
import type { Cell, Table } from "../table.ts";

export const statsTable = (answer: object): Table => ({
  head: ["figure", "value"],
  rows: Object.entries(answer)
    .filter(([name]) => name !== SERIES)
    .flatMap(([name, value]) =>
      linesOf(name, name === BY_TIME ? eventful(value) : value),
    ),
  empty: "There are no figures yet.",
});

/** A point for each minute or hour is for programs that draw. */
const SERIES = "series";
/** Of these, people want to see when something happened. */
const BY_TIME = "byTime";

const eventful = (points: unknown): unknown =>
  Array.isArray(points)
    ? points.filter(
        (point) =>
          isObject(point) &&
          Object.values(point).some(
            (value) => typeof value === "number" && value !== 0,
          ),
      )
    : points;

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

/** What a line of a list is about: its class, or its first field when that is a text. */
function nameOf(item: unknown): readonly [string, unknown] | undefined {
  if (!isObject(item)) return undefined;
  const fields = Object.entries(item);
  const first = fields.find(([name]) => name === "class") ?? fields[0];
  return first && typeof first[1] === "string" && fields.length > 1
    ? [first[1], Object.fromEntries(fields.filter((each) => each !== first))]
    : undefined;
}

/** By the figure's name: which unit it has. */
const FORMATS: readonly (readonly [RegExp, (value: number) => string])[] = [
  [
    /((success|error|kept)Rate|Risk|utilization|remaining)$/i,
    (value) => `${round(value * 100)} %`,
  ],
  [/(Ms(\.(?!count)\w+)?|Time|uptime)$/, formatMeasured],
  [/(Usd|cost)$/i, (value) => `$${value.toFixed(2)}`],
  [
    /(Bytes|memoryUsage\.\w+|\.memory\.\w+)$/,
    (value) => `${round(value / 1_048_576)} MiB`,
  ],
];

function figure(path: string, value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "number")
    return typeof value === "string" ? value : JSON.stringify(value);
  const format = FORMATS.find(([name]) => name.test(path));
  return format ? format[1](value) : round(value);
}

/** To hundredths; what is below one to two digits, so that little is not nothing. */
const round = (value: number): string =>
  `${Math.abs(value) < 1 ? Number(value.toPrecision(2)) : Math.round(value * 100) / 100}`;
