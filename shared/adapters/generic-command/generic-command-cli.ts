import type { Variables } from "../../domain/allowed-environment.ts";
import { byteTail } from "../../domain/byte-tail.ts";
import {
  type CliCapabilities,
  refuseWishes,
} from "../../domain/cli-capabilities.ts";
import type { CliRun } from "../../domain/outcome.ts";
import { promptWithContext } from "../../domain/prompt-with-context.ts";
import {
  toVerification,
  VERIFYING_GRACE_MS,
  VERIFYING_MS,
  VERIFYING_PROMPT,
} from "../../domain/verification.ts";
import type { Cli, CliRequest } from "../../ports/cli.ts";
import type { Slot, SlotRunner } from "../../ports/slot-runner.ts";
import { checkCommand } from "./check-command.ts";
import { collectAnswer } from "./collect-answer.ts";
import { MAX_REASON_BYTES, toCliRun } from "./to-cli-run.ts";

export interface GenericCommandOptions {
  readonly runner: SlotRunner;
  /** The executable: a name to be found on the PATH, or a path. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Asked before every run: see `allowedEnvironment`. */
  readonly environment: () => Variables;
  /** Milliseconds from SIGTERM to SIGKILL after a timeout; 5000 by default. */
  readonly timeoutGraceMs?: number;
  /** Milliseconds from SIGTERM to SIGKILL after a stop; 3000 by default. */
  readonly stopGraceMs?: number;
}

const CAPABILITIES: CliCapabilities = {
  structuredOutcomes: false,
  usage: false,
  systemPrompt: false,
  model: false,
  limits: false,
};

/** The longest answer that is kept. */
const MAX_RESULT_BYTES = 1024 * 1024;

/**
 * Any program that reads a prompt on stdin and answers on stdout, one process for each run. Its
 * answer is passed on as it is, the last line feed included.
 */
export function genericCommandCli(options: GenericCommandOptions): Cli {
  const { runner, file, environment } = options;
  return {
    capabilities: CAPABILITIES,
    check: () => checkCommand(runner, file, environment()),
    verify: async (stop) => {
      const quick = { ...options, timeoutGraceMs: VERIFYING_GRACE_MS };
      const request = { prompt: VERIFYING_PROMPT, timeoutMs: VERIFYING_MS };
      return toVerification(
        await runOnce(quick, request, { slot: "verify", stop }),
      );
    },
    run: async (request, { slot, stop, onStarted }) => {
      const reason = refuseWishes(request, CAPABILITIES);
      return reason === undefined
        ? runOnce(options, request, { slot, stop, onStarted })
        : { outcome: "invalid-request", reason, executionTimeMs: 0 };
    },
  };
}

interface RunOptions {
  readonly slot: Slot;
  readonly stop: AbortSignal;
  readonly onStarted?: ((pid: number) => void) | undefined;
}

async function runOnce(
  options: GenericCommandOptions,
  request: CliRequest,
  { slot, stop, onStarted }: RunOptions,
): Promise<CliRun> {
  const env = options.environment();
  const answer = collectAnswer(MAX_RESULT_BYTES);
  const errors = byteTail(MAX_REASON_BYTES);
  const end = await options.runner.run(
    slot,
    () => ({
      file: options.file,
      args: options.args ?? [],
      env,
      stdin: promptWithContext(request.prompt, request.context),
      ...(onStarted && { onStarted }),
      onStdout: answer.write,
      onStderr: errors.write,
    }),
    {
      timeoutMs: request.timeoutMs,
      timeoutGraceMs: options.timeoutGraceMs ?? 5_000,
      stop,
      stopGraceMs: options.stopGraceMs ?? 3_000,
    },
  );
  const said = { answer: answer.end(), errors: errors.bytes() };
  return toCliRun(end, said, { env, request });
}
