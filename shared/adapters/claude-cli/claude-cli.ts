import type { Variables } from "../../domain/allowed-environment.ts";
import { type CliCapabilities } from "../../domain/cli-capabilities.ts";
import type { CliRun } from "../../domain/outcome.ts";
import {
  toVerification,
  VERIFYING_GRACE_MS,
  VERIFYING_MS,
  VERIFYING_PROMPT,
} from "../../domain/verification.ts";
import type { Cli, CliRequest } from "../../ports/cli.ts";
import type { RunFolders, Slot, SlotRunner } from "../../ports/slot-runner.ts";
import { claudeArguments, type CliPermissions } from "./arguments.ts";
import { checkCli } from "./check-cli.ts";
import { observeOutput } from "./observe-output.ts";
import { promptText } from "./prompt-text.ts";
import { refuseRequest } from "./refuse-request.ts";
import { startWatch } from "./start-watch.ts";
import { toCliRun } from "./to-cli-run.ts";

export interface ClaudeCliOptions {
  readonly runner: SlotRunner;
  /** The executable: a name to be found on the PATH, or a path. */
  readonly file: string;
  /** Asked before every run, so that a renewed credential is used: see `childEnvironment`. */
  readonly environment: () => Variables;
  /** `private`: an empty one for each run. `own`: the user's, with the user's login. */
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

const CAPABILITIES: CliCapabilities = {
  structuredOutcomes: true,
  usage: true,
  systemPrompt: true,
  model: true,
  limits: true,
};

/** The Claude Code CLI in its non-interactive mode, one process for each run. */
export function claudeCli(options: ClaudeCliOptions): Cli {
  const { runner, file, environment } = options;
  return {
    capabilities: CAPABILITIES,
    check: () => checkCli(runner, file, environment()),
    verify: async (stop) => {
      const quick = { ...options, timeoutGraceMs: VERIFYING_GRACE_MS };
      const request = {
        prompt: VERIFYING_PROMPT,
        maxTurns: 1,
        timeoutMs: VERIFYING_MS,
      };
      return toVerification(
        await runOnce(quick, request, { slot: "verify", stop }),
      );
    },
    run: async (request, { slot, stop, ...listeners }) => {
      const reason = refuseRequest(request);
      return reason === undefined
        ? runOnce(options, request, { slot, stop, ...listeners })
        : { outcome: "invalid-request", reason, executionTimeMs: 0 };
    },
  };
}

type RunOptions = Omit<Parameters<Cli["run"]>[1], "slot"> & {
  readonly slot: Slot;
};

async function runOnce(
  options: ClaudeCliOptions,
  request: CliRequest,
  { slot, stop, onStarted, onAnswer }: RunOptions,
): Promise<CliRun> {
  const environment = options.environment();
  const lingering = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const output = observeOutput(() => {
    timer ??= setTimeout(() => lingering.abort(), options.lingerMs ?? 5_000);
  }, onAnswer);
  const start = startWatch(options.now);
  const end = await options.runner.run(
    slot,
    (folders) => ({
      file: options.file,
      args: claudeArguments(request, options.permissions?.() ?? {}),
      env: { ...environment, ...placesOf(options, folders) },
      stdin: promptText(request),
      ...(onStarted && { onStarted }),
      onStdout: start.watching(output.onStdout),
      onStderr: output.onStderr,
    }),
    {
      timeoutMs: request.timeoutMs,
      timeoutGraceMs: options.timeoutGraceMs ?? 5_000,
      stop: AbortSignal.any([stop, lingering.signal]),
      stopGraceMs: options.stopGraceMs ?? 3_000,
    },
  );
  clearTimeout(timer);
  const lingered = end.endedBy === "stop" && lingering.signal.aborted;
  return toCliRun(
    { end, lingered, ...output.finish(), ...start.seen() },
    { request, environment, now: options.now() },
  );
}

/** Where the CLI keeps what belongs to one run. */
function placesOf(
  { configDirectory }: ClaudeCliOptions,
  { config }: RunFolders,
): Variables {
  return {
    // Otherwise its tools' output lies in a temporary folder that all runs share, and stays after a kill.
    CLAUDE_CODE_TMPDIR: config,
    ...(configDirectory === "own" ? {} : { CLAUDE_CONFIG_DIR: config }),
  };
}
