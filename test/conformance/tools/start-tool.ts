/** Starts a tool as a process, for as long as tests need it. */
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { startChild } from "../../../infra/local/child.ts";
import { folderOf } from "./install-once.ts";

export interface Tool {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Answers any request, with any status, once the tool can be used. */
  readonly url: string;
}

export interface RunningTool {
  /** Ends it, and resolves when it is gone. */
  stop(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** @throws with its last words if it ends, or does not answer in time */
export async function startTool(tool: Tool): Promise<RunningTool> {
  mkdirSync(folderOf("logs"), { recursive: true });
  const child = startChild({
    name: tool.name,
    file: new URL("leash.ts", import.meta.url),
    args: [tool.command, ...tool.args],
    env: { ...process.env, ...tool.env },
    cwd: pathToFileURL(tool.cwd),
    logFile: `${folderOf("logs")}/${tool.name}.log`,
  });
  const stop = async (): Promise<void> => {
    child.terminate();
    await child.ended;
  };
  let end: string | undefined;
  void child.ended.then((how) => (end = how));
  for (
    let waitedMs = 0;
    !(await answers(tool.url));
    waitedMs += LOOK_EVERY_MS
  ) {
    if (end === undefined && waitedMs < STARTS_WITHIN_MS) {
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    await stop();
    throw new Error(
      [
        `${tool.name} does not answer (${end ?? "it runs"})`,
        ...child.lastWords(),
      ].join("\n"),
    );
  }
  return { stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
