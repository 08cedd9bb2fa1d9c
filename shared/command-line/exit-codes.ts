/** With what the program ends, so that scripts can tell what happened. Documented in docs/command-line.md. */
export const EXIT = {
  ok: 0,
  negative: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  notFound: 5,
  timedOut: 6,
  stopped: 7,
  conflict: 8,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitName = keyof typeof EXIT;

const EXIT_MEANINGS: Readonly<Record<ExitName, string>> = {
  ok: "Done.",
  negative:
    "The answer is no: the task failed or was cancelled, a check found a problem.",
  usage:
    "Wrong usage: an unknown command or option, a value that is not allowed, no connection settings.",
  unreachable:
    "Nobody answered, or the service had an error of its own, or who answered is not the service.",
  refused: "The token is no good, or not good for this (401, 403).",
  notFound: "There is no such task, token or profile.",
  timedOut: "The time given with `--within` is over; the task goes on.",
  stopped:
    "The service takes nothing now: an emergency stop is in force, or too many tasks wait.",
  conflict: "The state of things forbids it (409).",
  bug: "The program itself has a fault; please report it.",
  interrupted: "Ended by Ctrl-C.",
  terminated: "Ended by SIGTERM.",
};

/** In the order of the codes. */
export const EXIT_ROWS = (Object.keys(EXIT) as ExitName[]).map((name) => ({
  code: EXIT[name],
  meaning: EXIT_MEANINGS[name],
}));

/** Below the help text of the program. */
export function exitCodeText(): string {
  const lines = EXIT_ROWS.map(
    ({ code, meaning }) => `  ${`${code}`.padEnd(4)}${meaning}`,
  );
  return `\nExit codes:\n${lines.join("\n")}`;
}
