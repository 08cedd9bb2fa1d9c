import { resolve } from "node:path";
import type { CliRun } from "../../domain/outcome.ts";
import type { Cli, CliRequest } from "../../ports/cli.ts";
import type { ProcessRunner } from "../../ports/process-runner.ts";
import { claudeArguments, type CliPermissions } from "./arguments.ts";
import { checkCli } from "./check-cli.ts";
import type { Variables } from "./child-environment.ts";
import { observeOutput } from "./observe-output.ts";
import { promptText } from "./prompt-text.ts";
import { refuseRequest } from "./refuse-request.ts";
import {
  clearSlot,
  prepareSlot,
  type SlotDirectories,
  slotDirectories,
} from "./slot-directories.ts";
import { toCliRun } from "./to-cli-run.ts";

export interface ClaudeCliOptions {
  readonly runner: ProcessRunner;
  /** The executable: a name to be found on the PATH, or a path. */
  readonly file: string;
  /** Asked before every run, so that a renewed credential is used: see `childEnvironment`. */
  readonly environment: () => Variables;
  /** A folder of our own, below which each slot has its folders. */
  readonly workspace: string;
  /** `private`: each slot has an empty one for each run. `own`: the user's, with the user's login. */
  readonly configDirectory: "private" | "own";
  /** Asked before every run: settings may change meanwhile. */
  readonly permissions?: () => CliPermissions;
  readonly now: () => Date;
  /** Milliseconds that a process may stay on after its result; 5000 by default. */
  readonly lingerMs?: number;
  /** Milliseconds from SIGTERM to SIGKILL after a timeout; 5000 by default: a tool needs 1.5 s to end. */
  readonly timeoutGraceMs?: number;
  /** Milliseconds from SIGTERM to SIGKILL after a stop; 3000 by default. */
  readonly stopGraceMs?: number;
}

/** The Claude Code CLI in its non-interactive mode, one process for each run. */
export function claudeCli(options: ClaudeCliOptions): Cli {
  const file = options.file.includes("/")
    ? resolve(options.file)
    : options.file;
  const { runner, workspace, environment } = options;
  return {
    check: () =>
      checkCli({ runner, file, workspace, environment: environment() }),
    run: async (request, { slot, stop }) => {
      const refusal = refuseRequest(request);
      if (refusal !== undefined) return notRun("invalid-request", refusal);
      const directories = slotDirectories(workspace, slot);
      try {
        await prepareSlot(directories);
      } catch (error) {
        return notRun(
          "misconfigured",
          `No folder to work in: ${String(error)}`,
        );
      }
      const run = await runOnce(
        { ...options, file },
        request,
        directories,
        stop,
      );
      // What cannot be cleared now is tried again, and told, when the slot is used next.
      await clearSlot(directories).catch(() => undefined);
      return run;
    },
  };
}

async function runOnce(
  options: ClaudeCliOptions,
  request: CliRequest,
  directories: SlotDirectories,
  stop: AbortSignal,
): Promise<CliRun> {
  const env = environmentOf(options, directories);
  const lingering = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const output = observeOutput(() => {
    timer ??= setTimeout(() => lingering.abort(), options.lingerMs ?? 5_000);
  });
  const end = await options.runner.run(
    {
      file: options.file,
      args: claudeArguments(request, options.permissions?.() ?? {}),
      env,
      cwd: directories.work,
      stdin: promptText(request),
      onStdout: output.onStdout,
      onStderr: output.onStderr,
    },
    {
      timeoutMs: request.timeoutMs,
      timeoutGraceMs: options.timeoutGraceMs ?? 5_000,
      stop: AbortSignal.any([stop, lingering.signal]),
      stopGraceMs: options.stopGraceMs ?? 3_000,
    },
  );
  clearTimeout(timer);
  const lingered = end.endedBy === "stop" && lingering.signal.aborted;
  const secrets = [env["ANTHROPIC_API_KEY"], env["CLAUDE_CODE_OAUTH_TOKEN"]];
  return toCliRun(
    { end, lingered, ...output.finish() },
    {
      request,
      secrets: secrets.filter((secret) => secret !== undefined),
      now: options.now(),
    },
  );
}

function environmentOf(
  { environment, configDirectory }: ClaudeCliOptions,
  { config }: SlotDirectories,
): Variables {
  const variables = environment();
  return configDirectory === "own"
    ? variables
    : { ...variables, CLAUDE_CONFIG_DIR: config };
}

function notRun(outcome: CliRun["outcome"], reason: string): CliRun {
  return { outcome, reason, executionTimeMs: 0 };
}
