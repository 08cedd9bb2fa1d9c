/** Takes chunks as they come and hands over whole lines. */
export interface LineSplitter {
  write(chunk: Uint8Array): void;
  /** Hands over what stands after the last line feed, if anything does. */
  end(): void;
}

const LINE_FEED = 0x0a;

/**
 * Lines are bytes, so that a character cut in two by a chunk's border is never decoded half.
 *
 * @param maxLineBytes memory bound: a longer line is dropped, the next one is read again
 */
export function lineSplitter(
  maxLineBytes: number,
  onLine: (line: Buffer) => void,
): LineSplitter {
  let parts: Uint8Array[] = [];
  let length = 0;

  const add = (part: Uint8Array) => {
    length += part.length;
    if (length > maxLineBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const finish = () => {
    if (length > 0 && length <= maxLineBytes) onLine(Buffer.concat(parts));
    parts = [];
    length = 0;
  };
  return {
    write: (chunk) => {
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(LINE_FEED, start);
        if (end === -1) break;
        add(chunk.subarray(start, end));
        finish();
        start = end + 1;
      }
      add(chunk.subarray(start));
    },
    end: finish,
  };
}
