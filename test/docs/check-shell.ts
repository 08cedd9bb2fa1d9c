import { spawnSync } from "node:child_process";
import type { CodeBlock, Problem } from "./code-blocks.ts";

const NPM_SCRIPT = /\bnpm (?:run |(?=start\b|test\b))([\w:-]+)/gu;

/** Bash can read the block, and each npm script that it names exists. */
export function checkShell(
  block: CodeBlock,
  scripts: ReadonlySet<string>,
): Problem[] {
  const syntax = spawnSync("bash", ["-n"], {
    input: block.text,
    encoding: "utf8",
  });
  const unknown = [...block.text.matchAll(NPM_SCRIPT)]
    .map(([, name = ""]) => name)
    .filter((name) => !scripts.has(name));
  return [
    ...(syntax.status === 0 ? [] : [syntax.stderr.trim()]),
    ...unknown.map((name) => `package.json has no script \`${name}\``),
  ].map((message) => ({ file: block.file, line: block.line, message }));
}
