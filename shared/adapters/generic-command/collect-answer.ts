import { collectText } from "../../domain/collect-text.ts";
import type { LimitedText } from "../../domain/limit-text.ts";

/** Keeps the beginning of what a program prints, and counts the rest. */
export interface AnswerCollector {
  readonly write: (chunk: Uint8Array) => void;
  /** To be called once, when no more comes. */
  readonly end: () => LimitedText;
}

/**
 * Bytes that are no UTF-8 become U+FFFD; the size is that of the text that came of them.
 *
 * @param maxBytes the longest text that is kept, and so the bound of the memory
 */
export function collectAnswer(maxBytes: number): AnswerCollector {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const text = collectText(maxBytes);
  return {
    write: (chunk) => text.add(decoder.decode(chunk, { stream: true })),
    end: () => {
      text.add(decoder.decode());
      return text.end();
    },
  };
}
