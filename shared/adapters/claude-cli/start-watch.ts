/** How long a run's program took from its start to the first that it said. */
export interface StartWatch {
  /** To be called where the program is started: its output goes on to `onStdout`. */
  watching(onStdout: (chunk: Uint8Array) => void): (chunk: Uint8Array) => void;
  seen(): { readonly startTimeMs?: number };
}

export function startWatch(now: () => Date): StartWatch {
  let startTimeMs: number | undefined;
  return {
    watching(onStdout) {
      const startedAt = now().getTime();
      return (chunk) => {
        startTimeMs ??= Math.max(0, now().getTime() - startedAt);
        onStdout(chunk);
      };
    },
    seen: () => (startTimeMs === undefined ? {} : { startTimeMs }),
  };
}
