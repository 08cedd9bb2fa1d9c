import { Window } from "happy-dom";
import type { CodeBlock, Problem } from "./code-blocks.ts";

/** Mermaid cleans the text of its labels with a library that wants a browser: this one draws nothing. */
async function loadMermaid() {
  const window = new Window();
  Object.assign(globalThis, { window, document: window.document });
  return (await import("mermaid")).default;
}

/** A chart that Mermaid cannot read shows as an error where the reader expects a picture. */
export async function checkMermaid(
  blocks: readonly CodeBlock[],
): Promise<Problem[]> {
  const mermaid = await loadMermaid();
  const checked = blocks.map(async ({ file, line, text }) => {
    try {
      await mermaid.parse(text);
      return [];
    } catch (error) {
      return [{ file, line, message: String(error) }];
    }
  });
  return (await Promise.all(checked)).flat();
}
