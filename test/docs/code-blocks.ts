import { readFileSync } from "node:fs";
import { fromMarkdown } from "mdast-util-from-markdown";
import { visit } from "unist-util-visit";

export interface CodeBlock {
  readonly file: string;
  /** Where its first line of code is, from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: by custom of ours, the name under which the reader saves it. */
  readonly saveAs: string | undefined;
  readonly text: string;
}

/** What is wrong, and where in the document. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Every fenced block that names its language, in the order of the document. */
export function codeBlocks(file: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  visit(fromMarkdown(readFileSync(file)), "code", (node) => {
    if (!node.lang || !node.position) return;
    const line = node.position.start.line + 1;
    blocks.push({
      file,
      line,
      language: node.lang,
      saveAs: node.meta ?? undefined,
      text: node.value,
    });
  });
  return blocks;
}
