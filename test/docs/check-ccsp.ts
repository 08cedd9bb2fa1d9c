/** Every `ccsp` command that a document shows exists, with its options. */
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Problem } from "./code-blocks.ts";
import { theProgram } from "./commands.ts";

/** Up to where the shell ends the command: a pipe, a comment, a bracket, a quote, the line. */
const CALL = /(?:^|[\s(`"])(?:npx )?ccsp ([a-z][^|;#)`&><\n]*)/gmu;
/** Commander brings it. */
const HELP = "help";
/** Only behind code: a heading begins its line. */
const COMMENT = /(?<=[^\n\s]) +#.*$|^# .*$/gmu;
const OPTION = /(?<=\s)(--[a-z][\w-]*|-[a-zA-Z])(?=[\s=]|$)/gu;
const QUOTED = /'[^']*'|"[^"]*"/gu;

/** @param document a Markdown file, whole: commands stand in blocks, in tables and in sentences */
export function checkCcsp(document: {
  readonly file: string;
  readonly text: string;
}): Problem[] {
  const { file, text } = document;
  const code = text.replaceAll(COMMENT, "");
  return [...code.matchAll(CALL)].flatMap(({ 1: call = "", index }) =>
    problemsOf(call.replaceAll(QUOTED, "x")).map((message) => ({
      file,
      line: code.slice(0, index).split("\n").length,
      message,
    })),
  );
}

function problemsOf(call: string): readonly string[] {
  const { command, names } = commandOf(call);
  if (names.length === 0) return [`\`ccsp ${call.trim()}\`: no such command`];
  const known = new Set(optionsOf(command));
  return [...call.matchAll(OPTION)]
    .map(([option]) => option)
    .filter((option) => !known.has(option))
    .map((option) => `\`ccsp ${names.join(" ")}\` has no option \`${option}\``);
}

/** As far down the tree as its words lead. */
function commandOf(call: string) {
  let command: CommandUnknownOpts = theProgram();
  const names: string[] = [];
  for (const word of call.trim().split(/\s+/u)) {
    const below = command.commands.find((each) => each.name() === word);
    if (word === HELP) names.push(word);
    if (!below) break;
    command = below;
    names.push(word);
  }
  return { command, names };
}

/** Its own, those of the commands above it, and help. */
function optionsOf(command: CommandUnknownOpts): readonly string[] {
  const own = command.options.flatMap(({ short, long }) => [short, long]);
  const above = command.parent ? optionsOf(command.parent) : ["--help", "-h"];
  return [...own.filter((each) => each !== undefined), ...above];
}
