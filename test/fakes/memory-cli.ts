import {
  type CliCapabilities,
  refuseWishes,
} from "../../shared/domain/cli-capabilities.ts";
import type { CliRun } from "../../shared/domain/outcome.ts";
import type { Verification } from "../../shared/domain/verification.ts";
import type { Cli, CliCheck, CliRequest } from "../../shared/ports/cli.ts";

/** One run that the fake was asked for. */
export interface MemoryCliRun {
  readonly request: CliRequest;
  readonly slot: number;
  readonly isFinished: () => boolean;
  /** Ends the run; by default with a success. Nothing happens when it is already over. */
  finish(run?: Partial<CliRun>): void;
}

export interface MemoryCli extends Cli {
  /** Every run so far, in the order in which they began. */
  readonly runs: readonly MemoryCliRun[];
  /** The first run that no call has yet been given: waits until it begins. */
  nextRun(): Promise<MemoryCliRun>;
}

const ABLE_TO_DO_ALL: CliCapabilities = {
  structuredOutcomes: true,
  usage: true,
  systemPrompt: true,
  model: true,
  limits: true,
};

/**
 * A CLI in memory. It honours `stop` and `timeoutMs` as the real one does, but at once.
 *
 * @param options.script answers a run when it begins; `undefined` leaves it to the test to `finish` it.
 *   Without a script every run is left to the test
 * @param options.check what `check` answers
 * @param options.verify what `verify` answers; by default that the login works
 * @param options.capabilities what it is able to do; by default everything
 */
export function memoryCli({
  script = () => undefined,
  check = { usable: true, version: "0.0.0-memory" },
  verify = () => ({ login: "works" }),
  capabilities = {},
}: {
  readonly script?: (
    request: CliRequest,
    index: number,
  ) => Partial<CliRun> | undefined;
  readonly check?: CliCheck;
  readonly verify?: () => Verification;
  readonly capabilities?: Partial<CliCapabilities>;
} = {}): MemoryCli {
  const able = { ...ABLE_TO_DO_ALL, ...capabilities };
  const runs: MemoryCliRun[] = [];
  const waiting: ((run: MemoryCliRun) => void)[] = [];
  let handedOut = 0;

  const handOut = () => {
    const run = runs[handedOut];
    const taker = run === undefined ? undefined : waiting.shift();
    if (run === undefined || taker === undefined) return;
    handedOut += 1;
    taker(run);
  };
  return {
    runs,
    capabilities: able,
    check: () => Promise.resolve(check),
    verify: (stop) =>
      Promise.resolve(
        stop.aborted
          ? { login: "inconclusive", reason: "interrupted" }
          : verify(),
      ),
    nextRun: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        handOut();
      }),
    run: (request, { slot, stop, onStarted }) => {
      const reason = refuseWishes(request, able);
      if (reason !== undefined) return Promise.resolve(refused(reason));
      const { run, ended } = startRun(request, slot, stop);
      const answer = script(request, runs.length);
      runs.push(run);
      onStarted?.(runs.length);
      if (answer !== undefined) run.finish(answer);
      handOut();
      return ended;
    },
  };
}

function startRun(request: CliRequest, slot: number, stop: AbortSignal) {
  let end: ((run: CliRun) => void) | undefined;
  const ended = new Promise<CliRun>((resolve) => {
    end = resolve;
  });
  const over = new AbortController();
  const finish = (run: Partial<CliRun> = {}) => {
    end?.(completed(run));
    over.abort();
  };
  const onStop = () => finish({ outcome: "interrupted" });
  const timer = setTimeout(
    () => finish({ outcome: "timeout" }),
    request.timeoutMs,
  );
  over.signal.addEventListener("abort", () => clearTimeout(timer));
  stop.addEventListener("abort", onStop, { signal: over.signal });
  if (stop.aborted) onStop();
  const isFinished = () => over.signal.aborted;
  return { run: { request, slot, isFinished, finish }, ended };
}

function refused(reason: string): CliRun {
  return { outcome: "invalid-request", reason, executionTimeMs: 0 };
}

/** Fills in what every run has: an answer when it succeeded, a reason when it failed. */
function completed({ outcome = "success", ...run }: Partial<CliRun>): CliRun {
  const { result = "done" } = run;
  const usage = { inputTokens: 1, outputTokens: 1, costUsd: 0, turns: 1 };
  const answer = { result, resultBytes: Buffer.byteLength(result), usage };
  const words =
    outcome === "success"
      ? answer
      : { reason: `the fake was told: ${outcome}` };
  return { outcome, executionTimeMs: 1, ...words, ...run };
}
