import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Somebody else runs on this state directory. */
export class StateDirHeldError extends Error {
  override readonly name = "StateDirHeldError";
}

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
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(stateDir, "lock.sqlite"));
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new StateDirHeldError(
      `${stateDir} is in use by another \`npm start\`${holder(stateDir)}. ` +
        "Stop that one, or choose another directory: CCSP_STATE_DIR=.ccsp-2 CCSP_PORT=3002 npm start",
      { cause },
    );
  }
  writeFileSync(join(stateDir, "supervisor.pid"), `${process.pid}\n`);
  return () => lock.close();
}

function holder(stateDir: string): string {
  try {
    return ` (process ${readFileSync(join(stateDir, "supervisor.pid"), "utf8").trim()})`;
  } catch {
    return "";
  }
}
