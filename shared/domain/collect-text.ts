import { type LimitedText, limitText } from "./limit-text.ts";

/** Units that are gathered before they are looked at: pieces may be single characters. */
const BATCH_UNITS = 16 * 1024;

/** Keeps the beginning of a text that comes in pieces, and counts the rest. */
export interface TextCollector {
  readonly add: (piece: string) => void;
  /** To be called once, when no more comes. */
  readonly end: () => LimitedText;
}

/**
 * What `limitText` would make of the whole, wherever it was cut into pieces.
 *
 * @param maxBytes the longest text that is kept, in UTF-8, and so the bound of the memory
 */
export function collectText(maxBytes: number): TextCollector {
  let text = "";
  let bytes = 0;
  let waiting = "";
  const take = (more: string) => {
    const limited = limitText(more, Math.max(0, maxBytes - bytes));
    text += limited.text;
    bytes += limited.bytes;
  };
  return {
    add: (piece) => {
      waiting += piece;
      if (waiting.length < BATCH_UNITS) return;
      const whole = waiting.length - (endsInHalfAPair(waiting) ? 1 : 0);
      take(waiting.slice(0, whole));
      waiting = waiting.slice(whole);
    },
    end: () => {
      take(waiting);
      return { text, bytes, truncated: bytes > maxBytes };
    },
  };
}

/** The other half may begin the next piece. */
function endsInHalfAPair(text: string): boolean {
  return /[\ud800-\udbff]$/.test(text);
}
