import { readFileSync } from "node:fs";

interface Ancestor {
  readonly pid: number;
  readonly parentPid: number;
  /** Arguments end with NUL; npm puts spaces into its own. */
  readonly commandLine: string;
}

const SHELL = /^(\S*\/)?(sh|bash|dash)\0-c\0/;

/**
 * Whoever started us, nearest first: our parent, and further up as long as npm runs npm. In
 * `npx npm@10 start` the process that the user sees is the outer npm, and when that is ended, the
 * shell in between dies without a word to the inner one.
 *
 * Beyond the parent this needs Linux.
 */
export function launchers(): readonly number[] {
  const above = ancestors();
  const end = above.findIndex(
    (one) => !isNpm(one) && !SHELL.test(one.commandLine),
  );
  const npms = above.slice(0, end === -1 ? undefined : end);
  const outermost = npms.findLastIndex(isNpm);
  return [process.ppid, ...above.slice(1, outermost + 1).map((one) => one.pid)];
}

/** Whether each of them is still the parent of the one before. */
export function areThere(pids: readonly number[]): boolean {
  const now = [process.ppid, ...ancestors().map((one) => one.parentPid)];
  return pids.every((pid, index) => now[index] === pid);
}

function ancestors(): readonly Ancestor[] {
  const found: Ancestor[] = [];
  for (let pid = process.ppid; pid > 1;) {
    const ancestor = readAncestor(pid);
    if (ancestor === undefined) break;
    found.push(ancestor);
    pid = ancestor.parentPid;
  }
  return found;
}

function isNpm({ commandLine }: Ancestor): boolean {
  return commandLine.startsWith("npm ");
}

function readAncestor(pid: number): Ancestor | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parentPid] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return { pid, parentPid: Number(parentPid), commandLine };
  } catch {
    return undefined; // it is gone, or this is not Linux
  }
}
