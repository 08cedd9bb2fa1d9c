/** The most that one unit of a JavaScript string takes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

const COUNTED_BYTES = 64 * 1024;

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
  const room = Math.min(maxBytes, text.length * MAX_BYTES_PER_UNIT);
  const beginning = new Uint8Array(room);
  // What does not fit as a whole character is left out.
  const { read, written } = new TextEncoder().encodeInto(text, beginning);
  return {
    text: decode(beginning.subarray(0, written)),
    bytes: written + byteLength(text.slice(read)),
    truncated: read < text.length,
  };
}

/** Counted piece by piece: the rest may be far larger than what is kept. */
function byteLength(text: string): number {
  const piece = new Uint8Array(
    Math.min(COUNTED_BYTES, text.length * MAX_BYTES_PER_UNIT),
  );
  const encoder = new TextEncoder();
  let bytes = 0;
  for (let at = 0; at < text.length;) {
    const { read, written } = encoder.encodeInto(text.slice(at), piece);
    at += read;
    bytes += written;
  }
  return bytes;
}

/** The last `maxBytes` of UTF-8 at most, beginning with a whole character even if `bytes` do not. */
export function tailText(bytes: Uint8Array, maxBytes: number): string {
  let start = Math.max(0, bytes.length - maxBytes);
  while (isContinuation(bytes[start])) start += 1;
  return decode(bytes.subarray(start));
}

/** Bytes that are no UTF-8 become U+FFFD; a byte order mark is text like any other. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** In UTF-8 every byte but a character's first looks like 10xxxxxx. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
