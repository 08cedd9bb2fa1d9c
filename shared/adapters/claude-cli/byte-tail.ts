/** Keeps only the last bytes of a stream. */
export interface ByteTail {
  readonly write: (chunk: Uint8Array) => void;
  readonly bytes: () => Buffer;
}

/** @param maxBytes memory bound: what came before the last `maxBytes` is forgotten */
export function byteTail(maxBytes: number): ByteTail {
  let kept = Buffer.alloc(0);
  return {
    write: (chunk) => {
      kept = Buffer.concat([kept, chunk.subarray(-maxBytes)]);
      // A copy, so that the memory of a large chunk is not held by the little that is kept of it.
      kept = Buffer.from(kept.subarray(-maxBytes));
    },
    bytes: () => kept,
  };
}
