/** Takes chunks as they come and hands over lines, the long ones in parts. */
export interface LineSplitter {
  write(chunk: Uint8Array): void;
  /** Hands over what stands after the last line feed, if anything does. */
  end(): void;
}

/**
 * Is lent a part of a line: its bytes must not be kept.
 *
 * @param isLast the line ends with this part; of most lines it is the only one
 */
export type OnPart = (part: Buffer, isLast: boolean) => void;

const LINE_FEED = 0x0a;
/** Of all parts of a line but the first: so much is read at once, while everything else waits. */
const NEXT_PART_BYTES = 64 * 1024;
const EMPTY: Buffer = Buffer.alloc(0);

/**
 * Lines are bytes, so that a character cut in two by a chunk's border is never decoded half. But
 * two parts of one line may share a character. Empty lines are left out.
 *
 * @param maxBytes memory bound: a line that is no longer comes whole
 */
export function lineSplitter(maxBytes: number, onPart: OnPart): LineSplitter {
  const begun = unfinishedLine(maxBytes, onPart);
  return {
    write: (chunk) => {
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(LINE_FEED, start);
        if (end === -1) break;
        begun.complete(chunk.subarray(start, end));
        start = end + 1;
      }
      begun.add(chunk.subarray(start));
    },
    end: () => begun.complete(EMPTY),
  };
}

/**
 * What a line has so far, copied into one buffer that doubles when it is full: a chunk kept as it
 * is would cost an object, and a program may write single bytes.
 */
function unfinishedLine(maxBytes: number, onPart: OnPart) {
  let kept = EMPTY;
  let length = 0;
  let limit = maxBytes;
  const keep = (bytes: Uint8Array) => {
    const needed = length + bytes.length;
    if (needed > kept.length) kept = grown(kept, length, needed, limit);
    kept.set(bytes, length);
    length = needed;
  };
  const handOver = (isLast: boolean) => {
    onPart(kept.subarray(0, length), isLast);
    length = 0;
    limit = isLast ? maxBytes : Math.min(maxBytes, NEXT_PART_BYTES);
    if (isLast || kept.length > limit) kept = EMPTY;
  };
  const add = (bytes: Uint8Array) => {
    let rest = bytes;
    // Only when more has come: so the last part of a line is never empty.
    while (length + rest.length > limit) {
      const room = limit - length;
      keep(rest.subarray(0, room));
      handOver(false);
      rest = rest.subarray(room);
    }
    keep(rest);
  };
  return {
    add,
    /** The line ends with these bytes, and the next one begins. */
    complete: (bytes: Uint8Array) => {
      const isWhole = length === 0 && bytes.length <= maxBytes;
      if (isWhole && bytes.length > 0) onPart(view(bytes), true);
      if (isWhole) return;
      add(bytes);
      handOver(true);
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
