import { mkdir } from "node:fs/promises";
import type { CliCheck } from "../../ports/cli.ts";
import type { ProcessEnd, ProcessRunner } from "../../ports/process-runner.ts";
import { byteTail } from "./byte-tail.ts";
import type { Variables } from "./child-environment.ts";

/** The question, and who is asked. */
export interface CliToCheck {
  readonly runner: ProcessRunner;
  readonly file: string;
  readonly environment: Variables;
  readonly workspace: string;
}

const TIMEOUT_MS = 10_000;
const GRACE_MS = 1_000;
const MAX_OUTPUT_BYTES = 4_096;

/** Asks the program for its version: what prints none is not the CLI. */
export async function checkCli(cli: CliToCheck): Promise<CliCheck> {
  const { runner, file, workspace } = cli;
  const output = byteTail(MAX_OUTPUT_BYTES);
  try {
    await mkdir(workspace, { recursive: true });
  } catch (error) {
    return unusable(
      file,
      `its workspace ${workspace} cannot be made: ${String(error)}`,
    );
  }
  const end = await runner.run(
    {
      file,
      args: ["--version"],
      env: cli.environment,
      cwd: workspace,
      stdin: "",
      onStdout: output.write,
      onStderr: () => undefined,
    },
    {
      timeoutMs: TIMEOUT_MS,
      timeoutGraceMs: GRACE_MS,
      stop: new AbortController().signal,
      stopGraceMs: GRACE_MS,
    },
  );
  return judge(file, end, output.bytes().toString("utf8"));
}

function judge(file: string, end: ProcessEnd, output: string): CliCheck {
  if (end.spawnError !== undefined) return unusable(file, end.spawnError);
  if (end.endedBy !== undefined) {
    return unusable(
      file,
      `it did not answer --version within ${TIMEOUT_MS} ms`,
    );
  }
  if (end.exitCode !== 0) {
    const how = end.signal ?? `exit code ${end.exitCode}`;
    return unusable(file, `it answered --version with ${how}`);
  }
  const version = /\d+\.\d+\.\d+\S*/.exec(output)?.[0];
  return version === undefined
    ? unusable(file, "it answered --version without a version")
    : { usable: true, version };
}

function unusable(file: string, problem: string): CliCheck {
  const remedy =
    "install the Claude Code CLI, or let CCSP_CLI name an executable that plays it";
  return {
    usable: false,
    reason: `${file} cannot be used: ${problem}; ${remedy}`,
  };
}
