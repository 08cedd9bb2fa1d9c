import { spawnSync } from "node:child_process";
import type { CodeBlock, Problem } from "./code-blocks.ts";

const NPM_SCRIPT = /\bnpm (?:run |(?=start\b|test\b))([\w:-]+)/gu;

const COMMAND = /(?:^|[\s(])ccsp ([a-z][\w-]*)/gmu;

export interface Known {
  /** Of package.json. */
  readonly scripts: ReadonlySet<string>;
  /** Of the command line. */
  readonly commands: ReadonlySet<string>;
}

/** Bash can read the block, and each npm script and command of ours that it names exists. */
export function checkShell(
  block: CodeBlock,
  { scripts, commands }: Known,
): Problem[] {
  const syntax = spawnSync("bash", ["-n"], {
    input: block.text,
    encoding: "utf8",
  });
  const unknown = [...block.text.matchAll(NPM_SCRIPT)]
    .map(([, name = ""]) => name)
    .filter((name) => !scripts.has(name));
  const unknownCommands = [
    ...block.text.replaceAll(/(^|\s)#.*/gu, "").matchAll(COMMAND),
  ]
    .map(([, name = ""]) => name)
    .filter((name) => !commands.has(name));
  return [
    ...(syntax.status === 0 ? [] : [syntax.stderr.trim()]),
    ...unknown.map((name) => `package.json has no script \`${name}\``),
    ...unknownCommands.map((name) => `there is no command \`ccsp ${name}\``),
  ].map((message) => ({ file: block.file, line: block.line, message }));
}
