/** Takes chunks as they come and hands over whole lines. */
export interface LineSplitter {
  write(chunk: Uint8Array): void;
  /** Hands over what stands after the last line feed, if anything does. */
  end(): void;
}

const LINE_FEED = 0x0a;
const EMPTY: Buffer = Buffer.alloc(0);

/**
 * Lines are bytes, so that a character cut in two by a chunk's border is never decoded half.
 *
 * @param maxLineBytes memory bound: a longer line is dropped, the next one is read again
 * @param onLine is lent the line: its bytes must not be kept
 */
export function lineSplitter(
  maxLineBytes: number,
  onLine: (line: Buffer) => void,
): LineSplitter {
  const begun = unfinishedLine(maxLineBytes);
  return {
    write: (chunk) => {
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(LINE_FEED, start);
        if (end === -1) break;
        const line = begun.complete(chunk.subarray(start, end));
        if (line.length > 0) onLine(line);
        start = end + 1;
      }
      begun.add(chunk.subarray(start));
    },
    end: () => {
      const line = begun.complete(EMPTY);
      if (line.length > 0) onLine(line);
    },
  };
}

/**
 * What a line has so far, copied into one buffer that doubles when it is full: a chunk kept as it
 * is would cost an object, and a program may write single bytes.
 */
function unfinishedLine(maxBytes: number) {
  let kept = EMPTY;
  let length = 0;
  const add = (part: Uint8Array) => {
    const before = length;
    length += part.length;
    if (length > maxBytes) {
      kept = EMPTY;
      return;
    }
    if (length > kept.length) kept = grown(kept, before, length, maxBytes);
    kept.set(part, before);
  };
  return {
    add,
    /** The whole line, and the next one begins; empty when it was too long. */
    complete: (part: Uint8Array): Buffer => {
      if (length === 0 && part.length <= maxBytes) return view(part);
      add(part);
      const line = length > maxBytes ? EMPTY : kept.subarray(0, length);
      kept = EMPTY;
      length = 0;
      return line;
    },
  };
}

function grown(
  kept: Buffer,
  used: number,
  needed: number,
  maxBytes: number,
): Buffer {
  const size = Math.min(maxBytes, Math.max(needed, 2 * kept.length));
  const larger = Buffer.allocUnsafeSlow(size);
  larger.set(kept.subarray(0, used));
  return larger;
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
