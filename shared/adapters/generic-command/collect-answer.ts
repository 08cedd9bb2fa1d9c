import { type LimitedText, limitText } from "../../domain/limit-text.ts";

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
  let text = "";
  let bytes = 0;
  const take = (more: string) => {
    const piece = limitText(more, Math.max(0, maxBytes - bytes));
    text += piece.text;
    bytes += piece.bytes;
  };
  return {
    write: (chunk) => take(decoder.decode(chunk, { stream: true })),
    end: () => {
      take(decoder.decode());
      return { text, bytes, truncated: bytes > maxBytes };
    },
  };
}
