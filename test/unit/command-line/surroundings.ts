/** The program around a call of the command line: nothing of the machine's own, and what it prints is kept. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Environment } from "../../../shared/command-line/environment.ts";
import { run, type Surroundings } from "../../../shared/command-line/run.ts";

export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly environment?: Partial<Environment>;
  readonly directory?: string;
  /** What stands on standard input; without it, it is a terminal at which nobody types. */
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** An empty folder, away from every local stack, that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ccsp-command-line-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Calls the program as `main` does, with `ccsp` left out. */
export async function call(
  args: readonly string[],
  options: CallOptions = {},
): Promise<Called> {
  const printed = { stdout: "", stderr: "" };
  const code = await run(args, toSurroundings(printed, options));
  return { code, ...printed };
}

function toSurroundings(
  printed: { stdout: string; stderr: string },
  { environment, directory, input, signal }: CallOptions,
): Surroundings {
  const folder = directory ?? emptyFolder();
  return {
    environment: {
      url: undefined,
      token: undefined,
      stateDir: undefined,
      configDir: join(folder, "config"),
      noColor: false,
      ...environment,
    },
    directory: folder,
    signal: signal ?? new AbortController().signal,
    stdout: { write: (text) => void (printed.stdout += text) },
    stderr: { write: (text) => void (printed.stderr += text) },
    stdin: {
      isTerminal: input === undefined,
      read: async () => input ?? "",
      readLine: async () => input?.split("\n")[0] ?? "",
    },
  };
}
