import type {
  Command,
  ProcessEnd,
  ProcessLimits,
  ProcessRunner,
} from "../../ports/process-runner.ts";
import { endLeftovers, endRun } from "./end-run.ts";
import {
  type SpawnedProgram,
  spawnProgram,
  type SpawnProgram,
} from "./spawn-program.ts";
import { waitAtMost } from "./wait-at-most.ts";

/** Milliseconds that leftovers may hold the output of a program that has ended by itself. */
const OUTPUT_GRACE_MS = 1_000;

/** Milliseconds between SIGTERM and SIGKILL for what a program left behind. */
const LEFTOVER_GRACE_MS = 500;

/**
 * Runs programs with execa.
 *
 * On Linux the whole tree is found by descent, by session and by a marker in the environment, and
 * is ended whatever it does. Elsewhere there is no `/proc`: what stays in the program's process
 * group is ended, what left it survives.
 *
 * @param options.newMarker a new value for each run that nobody can guess
 * @param options.spawn who starts it, if not this process itself
 */
export function execaProcessRunner({
  newMarker,
  spawn = spawnProgram,
}: {
  readonly newMarker: () => string;
  readonly spawn?: SpawnProgram;
}): ProcessRunner {
  return {
    run: (command, limits) => runProgram(command, limits, newMarker(), spawn),
  };
}

async function runProgram(
  command: Command,
  limits: ProcessLimits,
  marker: string,
  spawn: SpawnProgram,
): Promise<ProcessEnd> {
  const startedAt = performance.now();
  const durationMs = () => performance.now() - startedAt;
  if (limits.stop.aborted) {
    const spawnError = "it was stopped before it was started";
    return { spawnError, endedBy: "stop", durationMs: 0 };
  }
  const program = await spawn(command, marker);
  if ("reason" in program) {
    const { reason: spawnError, code: spawnErrorCode } = program;
    return { spawnError, spawnErrorCode, durationMs: durationMs() };
  }
  command.onStarted?.(program.pid);
  const run = { ...program, marker, ageMs: durationMs };
  const endedBy = await waitForEnd(program, limits);
  if (endedBy !== undefined) await endRun(run, graceAfter(endedBy, limits));
  const end = { ...(await endOrGivenUp(program)), durationMs: durationMs() };

  await waitAtMost(OUTPUT_GRACE_MS, program.closed);
  await endLeftovers(run, LEFTOVER_GRACE_MS);
  await waitAtMost(LEFTOVER_GRACE_MS, program.closed);
  program.letGo();
  return endedBy === undefined ? end : { ...end, endedBy };
}

/** Waits until the program ends by itself, its time is up, or it is told to stop. */
async function waitForEnd(
  program: SpawnedProgram,
  limits: ProcessLimits,
): Promise<ProcessEnd["endedBy"]> {
  const { promise, resolve } = Promise.withResolvers<ProcessEnd["endedBy"]>();
  const onStop = () => resolve("stop");
  const timer = setTimeout(() => resolve("timeout"), limits.timeoutMs);
  limits.stop.addEventListener("abort", onStop);
  if (limits.stop.aborted) onStop();
  void program.ended.then(() => resolve(undefined));
  return promise.finally(() => {
    clearTimeout(timer);
    limits.stop.removeEventListener("abort", onStop);
  });
}

function graceAfter(
  endedBy: NonNullable<ProcessEnd["endedBy"]>,
  limits: ProcessLimits,
): number {
  return endedBy === "timeout" ? limits.timeoutGraceMs : limits.stopGraceMs;
}

/** A program that not even SIGKILL ended (it hangs inside the kernel) is reported as killed. */
async function endOrGivenUp(program: SpawnedProgram) {
  return Promise.race([
    program.ended,
    Promise.resolve({ signal: "SIGKILL" as const }),
  ]);
}
