/** Runs that last as long as the test says, and of which it knows when each began. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const CLI = new URL("../../fixtures/cli/timed-claude.mjs", import.meta.url)
  .pathname;

export interface TimedRuns {
  /** What an executor needs to run them. */
  readonly variables: NodeJS.ProcessEnv;
  /** How long those take that begin from now on; before, it is a minute. */
  setTime(ms: number): Promise<void>;
  /** All so far: the first line of the prompt, and when it began in epoch milliseconds. */
  starts(): Promise<
    readonly { readonly prompt: string; readonly at: number }[]
  >;
}

/** @param name of these runs among those in the folder */
export function timedRuns(folder: string, name: string): TimedRuns {
  const files = {
    MILLISECONDS_FILE: join(folder, `${name}-milliseconds`),
    STARTS_FILE: join(folder, `${name}-starts`),
  };
  return {
    variables: {
      CCSP_CLI: CLI,
      CCSP_CLI_ENV: Object.keys(files).join(),
      ...files,
    },
    setTime: (ms) => writeFile(files.MILLISECONDS_FILE, String(ms)),
    async starts() {
      const text = await readFile(files.STARTS_FILE, "utf8").catch(() => "");
      const lines = text.split("\n").filter((line) => line !== "");
      return lines
        .map((line) => line.split("\t"))
        .map(([prompt = "", at]) => ({ prompt, at: Number(at) }));
    },
  };
}
