import { areThere, launchers } from "./launchers.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const LOOK_FOR_PARENT_EVERY_MS = 500;
/** Ctrl-C reaches us twice: from the terminal, and forwarded by npm. */
const SAME_MILLISECONDS = 1_000;

export interface End {
  /** In good order. */
  readonly calmly: (reason: string) => void;
  /** The user insists. */
  readonly atOnce: () => void;
}

/** Calls for the end on a signal or when the parent is gone; a second signal calls for it at once. */
export function listenToTheEnd(end: End): void {
  let calledAt: number | undefined;
  const call = (reason: string) => {
    const now = performance.now();
    if (calledAt === undefined) {
      calledAt = now;
      end.calmly(reason);
    } else if (now - calledAt > SAME_MILLISECONDS) end.atOnce();
  };
  for (const signal of SIGNALS) process.on(signal, () => call(signal));
  const parents = launchers();
  const watch = setInterval(() => {
    if (areThere(parents)) return;
    clearInterval(watch);
    call("the parent process is gone");
  }, LOOK_FOR_PARENT_EVERY_MS);
}
