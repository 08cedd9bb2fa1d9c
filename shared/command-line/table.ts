/** A table for people: columns aligned by spaces, no borders, so that it can be read and cut. */
import CliTable from "cli-table3";
import { printable } from "./printable.ts";

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What to say when there are no rows. */
  readonly empty: string;
}

/** `undefined` is shown as `–`. */
export type Cell = string | number | undefined;

const NO_BORDERS = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right"],
    ...["bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
  ].map((name) => [name, ""]),
);

export function renderTable(
  { head, rows, empty }: Table,
  heading: (text: string) => string,
): string {
  if (rows.length === 0) return empty;
  const table = new CliTable({
    chars: { ...NO_BORDERS, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    head: head.map((text) => heading(text.toUpperCase())),
  });
  for (const row of rows) table.push(row.map(toText));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const toText = (cell: Cell): string =>
  cell === undefined ? "–" : printable(`${cell}`, { lines: 1 });
