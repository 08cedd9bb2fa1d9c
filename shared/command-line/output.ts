/**
 * The one place that prints. A command says what it found as data, and how a person reads it; with
 * `--json` the data goes to standard output, otherwise the table or the text. Standard output carries
 * results alone: remarks and errors go to standard error.
 */
import pc from "picocolors";
import { printable } from "./printable.ts";
import { renderTable, type Table } from "./table.ts";

export interface Shown {
  /** What the API answered, or has its shape: a list is `{items: [...]}`. */
  readonly data: unknown;
  readonly table?: Table;
  /** Beside a table: what stands below it. */
  readonly text?: string;
}

export interface Output {
  /** The result of a command, once. */
  show(shown: Shown): void;
  /** One event of many: a line of text, or of JSON. */
  event(event: { readonly data: unknown; readonly text: string }): void;
  /** A remark for people, on standard error; with `--json` there is none. */
  note(text: string): void;
  /** As it is, for what is no data: a script, a help text. */
  raw(text: string): void;
  /** Why the program ends so; with `--json` one line `{"error": ...}`. */
  error(error: ErrorShown): void;
  readonly json: boolean;
  /** Whether a person sees the results as they come. */
  readonly isTerminal: boolean;
}

export interface ErrorShown {
  readonly message: string;
  readonly [detail: string]: unknown;
}

export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

export function createOutput(
  { stdout, stderr }: Streams,
  options: { readonly json: boolean; readonly noColor: boolean },
): Output {
  const { json, noColor } = options;
  const coloursOn = (stream: Stream) =>
    pc.createColors(stream.isTTY === true && !noColor);
  const safe = (text: string): string =>
    stdout.isTTY === true ? printable(text) : text;
  return {
    json,
    isTerminal: stdout.isTTY === true,
    show: ({ data, table, text }) => {
      if (json) return void stdout.write(`${JSON.stringify(data, null, 2)}\n`);
      if (table)
        stdout.write(`${renderTable(table, coloursOn(stdout).bold)}\n`);
      if (text !== undefined) stdout.write(ended(safe(text)));
    },
    event: ({ data, text }) =>
      void stdout.write(json ? `${JSON.stringify(data)}\n` : ended(safe(text))),
    note: (text) => {
      if (!json) stderr.write(ended(coloursOn(stderr).dim(printable(text))));
    },
    raw: (text) => void stdout.write(text),
    error: (error) => {
      const label = coloursOn(stderr).red("error:");
      stderr.write(
        json
          ? `${JSON.stringify({ error })}\n`
          : `${label} ${printable(error.message)}\n`,
      );
    },
  };
}

const ended = (text: string): string =>
  text.endsWith("\n") ? text : `${text}\n`;
