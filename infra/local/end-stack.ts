import { endMarkedProcesses } from "../../shared/runtime/end-marked-processes.ts";
import type { Family } from "./family.ts";
import { removeLocalFile } from "./local-file.ts";
import { killAll, shutDown } from "./shut-down.ts";

/** What a shell reports for a program that Ctrl-C ended. */
const FORCED_EXIT_CODE = 130;

export interface EndingStack {
  readonly stateDir: string;
  readonly instance: string;
  readonly family: Family;
  /** Gives the state directory back. */
  readonly release: () => void;
}

export interface StackEnd {
  /** In good order, within 15 s; only the first call counts. */
  calmly(exitCode: number): Promise<never>;
  /** Whatever is still alive is killed. */
  atOnce(): Promise<never>;
}

/**
 * The two ways in which the stack and this process end. Neither leaves a process behind: after the
 * children, whoever carries this stack's mark is ended, too.
 */
export function endOf({
  stateDir,
  instance,
  family,
  release,
}: EndingStack): StackEnd {
  let calm: Promise<never> | undefined;
  const end = async (
    exitCode: number,
    way: (family: Family) => Promise<void>,
  ) => {
    try {
      removeLocalFile(stateDir);
      await way(family);
      await endMarkedProcesses(`${instance}-`);
      release();
    } finally {
      process.exit(exitCode);
    }
  };
  return {
    calmly: (exitCode) => (calm ??= end(exitCode, shutDown)),
    atOnce: () => end(FORCED_EXIT_CODE, killAll),
  };
}
