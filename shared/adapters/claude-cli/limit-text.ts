/** The beginning of a text, and how long the whole was. */
export interface LimitedText {
  readonly text: string;
  /** Bytes of UTF-8 in the whole text. */
  readonly bytes: number;
  readonly truncated: boolean;
}

/**
 * Cuts a text to at most `maxBytes` of UTF-8, between two characters.
 * Half a surrogate pair, which no encoding can hold, becomes U+FFFD.
 */
export function limitText(text: string, maxBytes: number): LimitedText {
  const bytes = Buffer.from(text, "utf8");
  const truncated = bytes.length > maxBytes;
  const end = truncated ? characterStart(bytes, maxBytes) : bytes.length;
  const kept = bytes.subarray(0, end).toString("utf8");
  return { text: kept, bytes: bytes.length, truncated };
}

/** The last `maxBytes` of UTF-8 at most, beginning with a whole character even if `bytes` do not. */
export function tailText(bytes: Buffer, maxBytes: number): string {
  let start = Math.max(0, bytes.length - maxBytes);
  while (isContinuation(bytes[start])) start += 1;
  return bytes.subarray(start).toString("utf8");
}

function characterStart(bytes: Buffer, position: number): number {
  let start = position;
  while (start > 0 && isContinuation(bytes[start])) start -= 1;
  return start;
}

/** In UTF-8 every byte but a character's first looks like 10xxxxxx. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
