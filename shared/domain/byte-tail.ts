/** Keeps only the last bytes of a stream. */
export interface ByteTail {
  readonly write: (chunk: Uint8Array) => void;
  readonly bytes: () => Uint8Array;
}

/** @param maxBytes memory bound: what came before the last `maxBytes` is forgotten */
export function byteTail(maxBytes: number): ByteTail {
  let kept = new Uint8Array();
  return {
    write: (chunk) => {
      const added = chunk.subarray(-maxBytes);
      const remaining = kept.subarray(
        Math.max(0, kept.length + added.length - maxBytes),
      );
      // A copy, so that the memory of a large chunk is not held by the little that is kept of it.
      const next = new Uint8Array(remaining.length + added.length);
      next.set(remaining);
      next.set(added, remaining.length);
      kept = next;
    },
    bytes: () => kept,
  };
}
