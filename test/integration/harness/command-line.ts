/** The command line as it is installed: built, in a folder of its own, run as a process. */
import {
  type ChildProcessWithoutNullStreams,
  execFile,
  spawn,
} from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const SAYS_WITHIN_MS = 150_000;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when one of them holds such a text. */
  says(wanted: string | RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<Finished>;
}

export interface CommandLine {
  readonly file: string;
  /** An empty home and the stack's state directory; nothing else of this process but PATH, with `ccsp` on it. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  run(args: readonly string[], input?: string): Promise<Finished>;
  start(args: readonly string[], input?: string): Running;
  remove(): void;
}

export async function installCommandLine(
  stateDir: string,
): Promise<CommandLine> {
  const folder = mkdtempSync(join(tmpdir(), "ccsp-installed-"));
  copyFileSync("package.json", join(folder, "package.json"));
  const node = process.execPath;
  await promisify(execFile)(node, ["infra/client/build.mjs", folder]);
  const file = join(folder, "shared/command-line/dist/ccsp.js");
  const env = {
    PATH: `${join(folder, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
    HOME: folder,
    CCSP_STATE_DIR: stateDir,
  };
  const start = (args: readonly string[], input = ""): Running => {
    const child = spawn(node, [file, ...args], { cwd: folder, env });
    child.stdin.end(input);
    return follow(child);
  };
  return {
    file,
    env,
    folder,
    start,
    run: (args, input) => start(args, input).finished,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function follow(child: ChildProcessWithoutNullStreams): Running {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (more: string) => {
      printed[name] += more;
    });
  const all = (): string => printed.stdout + printed.stderr;
  const ended = once(child, "close");
  return {
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    says: async (wanted) => {
      const begunAt = performance.now();
      while (!all().match(wanted)) {
        if (performance.now() - begunAt > SAYS_WITHIN_MS)
          throw new Error(`It did not say ${wanted}, but: ${all()}`);
        await sleep(50);
      }
    },
    kill: (signal) => void child.kill(signal),
    finished: ended.then(() => ({ code: child.exitCode, ...printed })),
  };
}
