import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "./take-lock.ts";

/** The state directory cannot be ours: somebody else runs on it, or it cannot be written. */
export class StateDirError extends Error {
  override readonly name = "StateDirError";
}

/**
 * Makes sure that only one stack runs on a state directory: two would end each other's processes
 * and open the same databases.
 *
 * @returns gives the directory back
 */
export function holdStateDir(stateDir: string): () => void {
  const pidFile = join(stateDir, "supervisor.pid");
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    const release = takeLock(join(stateDir, "lock.sqlite"));
    if (release === undefined) throw new Error(heldBy(pidFile));
    writeFileSync(pidFile, `${process.pid}\n`);
    return () => {
      rmSync(pidFile, { force: true });
      release();
    };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new StateDirError(
      `${stateDir} cannot be used: ${problem}. Another directory can be chosen: ` +
        "CCSP_STATE_DIR=.ccsp-2 CCSP_PORT=3002 npm start",
      { cause },
    );
  }
}

function heldBy(pidFile: string): string {
  const holder = "another `npm start` runs on it";
  try {
    return `${holder}, process ${readFileSync(pidFile, "utf8").trim()}`;
  } catch {
    return holder;
  }
}
