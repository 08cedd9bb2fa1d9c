/** Finds and kills real processes by what their environment says (Linux). */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface LiveProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** Every living process whose environment has an entry that begins like one of these. */
export function processesWith(entries: readonly string[]): LiveProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), commandLine: read(name, "cmdline") }))
    .filter(({ pid, commandLine }) => {
      if (commandLine === "") return false; // a zombie, or gone
      const environment = read(`${pid}`, "environ").split("\0");
      return environment.some((one) => entries.some((e) => one.startsWith(e)));
    });
}

/** `kill -9` for all of them at once, and for whoever they started meanwhile. */
export async function killAll(find: () => LiveProcess[]): Promise<void> {
  for (let left = find(); left.length > 0; left = find()) {
    for (const { pid } of left) sendSignal(pid, "SIGKILL");
    await sleep(20);
  }
}

/** @returns whether it was there to get the signal */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function read(pid: string, file: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
