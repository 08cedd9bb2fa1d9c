/**
 * What the documents show is true: TypeScript compiles, shell lines can be read and name scripts
 * and commands that exist, JSON parses, charts can be drawn, the claim about crashes is that of a run. (Links are
 * checked by remark, before this.)
 */
import { globSync, readFileSync } from "node:fs";
import { checkCcsp } from "./check-ccsp.ts";
import { checkCrash } from "./check-crash.ts";
import { checkMermaid } from "./check-mermaid.ts";
import { checkShell } from "./check-shell.ts";
import { checkTypeScript } from "./check-typescript.ts";
import { commandRows } from "./commands.ts";
import { type CodeBlock, type Problem, codeBlocks } from "./code-blocks.ts";

function checkJson({ file, line, text }: CodeBlock): Problem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ file, line, message: String(error) }];
  }
}

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
};
const known = {
  scripts: new Set(Object.keys(scripts)),
  commands: new Set([
    "help",
    ...commandRows().map(([name = ""]) => name.split(/[` ]/u)[2] ?? ""),
  ]),
};

const files = globSync(["*.md", "docs/**/*.md"]).sort();
const blocks = files.flatMap(codeBlocks);
const written = (...languages: string[]) =>
  blocks.filter(({ language }) => languages.includes(language));

const problems = [
  ...checkTypeScript(written("ts", "typescript")),
  ...written("sh", "bash").flatMap((block) => checkShell(block, known)),
  ...files.flatMap((file) =>
    checkCcsp({ file, text: readFileSync(file, "utf8") }),
  ),
  ...written("json").flatMap(checkJson),
  ...(await checkMermaid(written("mermaid"))),
  ...checkCrash(),
];

for (const { file, line, message } of problems)
  console.error(`${file}:${line}: ${message}`);
console.log(
  `${blocks.length} code blocks in ${files.length} documents, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
