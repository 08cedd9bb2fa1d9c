import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The state directory cannot be ours: somebody else runs on it, or it cannot be written. */
export class StateDirError extends Error {
  override readonly name = "StateDirError";
}

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Makes sure that only one stack runs on a state directory: two would end each other's processes
 * and open the same databases.
 *
 * SQLite's file lock does it, because the system drops that lock whichever way its holder dies;
 * a file with a process id would outlive `kill -9`.
 *
 * @returns gives the directory back
 */
export function holdStateDir(stateDir: string): () => void {
  const pidFile = join(stateDir, "supervisor.pid");
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    const lock = takeLock(join(stateDir, "lock.sqlite"));
    writeFileSync(pidFile, `${process.pid}\n`);
    return () => {
      rmSync(pidFile, { force: true });
      lock.close();
    };
  } catch (cause) {
    const problem = isBusy(cause) ? heldBy(pidFile) : messageOf(cause);
    throw new StateDirError(
      `${stateDir} cannot be used: ${problem}. Another directory can be chosen: ` +
        "CCSP_STATE_DIR=.ccsp-2 CCSP_PORT=3002 npm start",
      { cause },
    );
  }
}

function takeLock(file: string): DatabaseSync {
  const lock = new DatabaseSync(file);
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    error.errcode === SQLITE_BUSY
  );
}

function heldBy(pidFile: string): string {
  const holder = "another `npm start` runs on it";
  try {
    return `${holder}, process ${readFileSync(pidFile, "utf8").trim()}`;
  } catch {
    return holder;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
