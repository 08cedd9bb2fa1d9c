/** The options of a request: one for each field, in words of a command line. */
import { readFileSync } from "node:fs";
import { Option } from "@commander-js/extra-typings";
import { isObject } from "../client/is-object.ts";
import type { JsonObject } from "../client/types.ts";
import { usageError } from "./command-error.ts";
import { parseDuration } from "./duration.ts";
import { parseMoment } from "./moment.ts";
import { decodeUtf8 } from "./utf8.ts";
import { PRIORITIES } from "./vocabulary.ts";

export const priorityOption = (what: string) =>
  new Option("-p, --priority <priority>", what).choices(PRIORITIES);

export const timeoutOption = () =>
  new Option(
    "--timeout <duration>",
    "for one run of the CLI, 1s to 12h (default: 5m)",
  ).argParser(parseDuration);

export const atOption = () =>
  new Option("--at <time>", "not before this time (ISO 8601 with a zone)")
    .argParser(parseMoment)
    .conflicts("in");

export const inOption = () =>
  new Option("--in <duration>", "not before so much later").argParser(
    parseDuration,
  );

export const contextOption = () =>
  new Option(
    "--context <json>",
    "a JSON object given to the model after the prompt, or @file",
  ).argParser(parseObject);

export const metadataOption = () =>
  new Option(
    "--metadata <json>",
    "a JSON object that is only kept and given back, or @file",
  ).argParser(parseObject);

export const systemPromptOption = () =>
  new Option(
    "--system-prompt <text>",
    "appended to the CLI's own system prompt, or @file",
  ).argParser(textOf);

export const maxTurnsOption = () =>
  new Option("--max-turns <n>", "at most so many turns of the model").argParser(
    parseNumber,
  );

export const maxBudgetOption = () =>
  new Option("--max-budget <usd>", "at most so much money for a run").argParser(
    parseNumber,
  );

/** As the service says what is allowed, only that it is a number is said here. */
function parseNumber(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number)) throw usageError(`\`${text}\` is no number.`);
  return number;
}

function parseObject(text: string): JsonObject {
  const json = textOf(text);
  try {
    const value: unknown = JSON.parse(json);
    if (isObject(value)) return value;
  } catch {
    // said below, with what is right
  }
  throw usageError(
    'It must be a JSON object, for example \'{"repository": "example"}\', or @ and the name of a file that holds one.',
  );
}

function textOf(text: string): string {
  return text.startsWith("@") ? readText(text.slice(1)) : text;
}

/** @throws CommandError that names the file */
export function readText(file: string): string {
  return decodeUtf8(readBytes(file), `The file ${file}`);
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw usageError(`The file ${file} cannot be read (${String(code)}).`);
  }
}
