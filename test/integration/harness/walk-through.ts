/**
 * Does what a document tells its reader to do, in its order and in one folder: saves each block that
 * is named, runs each block for a shell, and compares what is printed with the block `text` below it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CodeBlock, codeBlocks } from "../../docs/code-blocks.ts";

const SHELL = "sh";
const OUTPUT = "text";
/** What may be left out of an output: this, and whole lines. */
const ANYTHING = /…|\n/u;
export interface Step {
  /** Where in the document. */
  readonly name: string;
  readonly script: string;
  /** What the document says is printed, if it says so. */
  readonly printed: string | undefined;
  /** To be saved before. */
  readonly files: readonly CodeBlock[];
}

export interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A file that holds what was exported, for the next step; there is none before the first one. */
  readonly variables: string;
}

/** @param isDone what the reader's other terminal does */
export function stepsOf(
  document: string,
  isDone: (script: string) => boolean,
): readonly Step[] {
  const steps: Step[] = [];
  let files: CodeBlock[] = [];
  for (const block of codeBlocks(document)) {
    const { language, text, line } = block;
    const last = steps.at(-1);
    if (block.saveAs !== undefined) files = [...files, block];
    else if (language === OUTPUT && last?.printed === undefined && last)
      steps.splice(-1, 1, { ...last, printed: text });
    else if (language === SHELL && !isDone(text)) {
      const name = `line ${String(line)}: ${text.split("\n")[0] ?? ""}`;
      steps.push({ name, script: text, printed: undefined, files });
      files = [];
    }
  }
  if (files.length > 0)
    throw new Error(`${document}: nothing runs ${String(files[0]?.saveAs)}`);
  return steps;
}

/** @returns what it prints; @throws the same if it fails */
export async function take(
  { script, files }: Step,
  { folder, env, variables }: Place,
): Promise<string> {
  for (const { saveAs = "", text } of files)
    writeFileSync(join(folder, saveAs), `${text}\n`);
  const known = existsSync(variables) ? readFileSync(variables, "utf8") : "";
  const whole = `${known}${script}\nexport -p > ${variables}`;
  const child = spawn("bash", ["-eu", "-o", "pipefail", "-c", whole], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0)
    throw new Error(`It ended with ${String(code)}:\n${script}\n${printed}`);
  return printed;
}

/** What the document says is printed and is not, after what was printed before it. */
export function missingIn(printed: string, wanted: string): readonly string[] {
  const text = inOneLine(printed);
  const missing: string[] = [];
  let from = 0;
  for (const piece of wanted.split(ANYTHING).map(inOneLine)) {
    const at = text.indexOf(piece, from);
    if (at < 0) missing.push(piece);
    else from = at + piece.length;
  }
  return missing;
}

const inOneLine = (text: string): string => text.trim().replace(/\s+/gu, " ");
