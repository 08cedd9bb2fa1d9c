import { readdirSync, readFileSync } from "node:fs";
import { RUN_MARKER } from "./run-marker.ts";

/** One living process as the kernel shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly sessionId: number;
  /** Clock ticks since boot. Together with `pid` it names one process for ever; a pid alone is used again. */
  readonly startTime: string;
  /** Halted by SIGSTOP or a tracer: it handles no signal but SIGKILL until it is continued. */
  readonly isHalted: boolean;
}

/**
 * Every living process that we may see (Linux only). Zombies are left out: they run nothing.
 *
 * Read in one go, without giving way to other work, so that the picture is as consistent as
 * `/proc` allows. A process that is born or dies meanwhile may be missing: look twice.
 *
 * @param above only those with a higher pid are read
 */
export function readProcessTable(above = 0): ProcessEntry[] {
  return readdirSync("/proc")
    .map(Number) // NaN, where the name is not a process's
    .filter((pid) => pid > above)
    .map(readProcess)
    .filter((entry) => entry !== undefined);
}

/** One process, or `undefined` when it is gone or only a zombie. */
export function readProcess(pid: number): ProcessEntry | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parseStat(pid, stat);
}

/** The run marker that the process was started with, or `undefined` (none, or not ours to read). */
export function readRunMarker(pid: number): string | undefined {
  const prefix = `${RUN_MARKER}=`;
  return readProcFile(`/proc/${pid}/environ`)
    ?.split("\0")
    .find((entry) => entry.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Field numbers as in proc_pid_stat(5), less the two (pid, name) that stand before the last `)`. */
function parseStat(pid: number, stat: string): ProcessEntry | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parentPid, , sessionId] = fields;
  const startTime = fields[19];
  if (state === undefined || startTime === undefined || "ZXx".includes(state)) {
    return undefined;
  }
  return {
    pid,
    parentPid: Number(parentPid),
    sessionId: Number(sessionId),
    startTime,
    isHalted: "Tt".includes(state),
  };
}

/** A process may vanish between any two looks, and another user's is closed to us: both are "nothing". */
function readProcFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
