/** Wakes whoever waits for "something changed". Take `next()` before looking, or a change is missed. */
export interface ChangeSignal {
  /** Resolves at the first `notify` after this call. */
  next(): Promise<void>;
  notify(): void;
}

export function changeSignal(): ChangeSignal {
  let current = Promise.withResolvers<undefined>();
  return {
    next: () => current.promise,
    notify() {
      const { resolve } = current;
      current = Promise.withResolvers();
      resolve(undefined);
    },
  };
}
