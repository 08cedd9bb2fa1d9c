/** Text that somebody else chose, made harmless for a page that is written in Markdown. */
import { limitText } from "./limit-text.ts";

const MAX_BYTES = 300;

/** What ends a line, hides, or turns the direction of reading. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** Seen by nobody, it parts what would have a meaning together. */
const PART = "\u200B";

/**
 * As code in a line: nothing in it is Markdown, a mention or a link, it cannot leave the code, and
 * no comment of HTML begins in it, which is how our own mark is written.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting
 */
export function asCode(text: string): string {
  const line = text.replace(UNSEEN, " ").trim();
  const { text: short, truncated } = limitText(line, MAX_BYTES);
  const harmless = short
    .replaceAll("`", "'")
    .replaceAll("@", `@${PART}`)
    .replaceAll("<", `<${PART}`);
  return harmless === "" ? "–" : `\`${harmless}${truncated ? "…" : ""}\``;
}
