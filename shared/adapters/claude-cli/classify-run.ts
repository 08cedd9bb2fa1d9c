import type { OutcomeName } from "../../domain/outcome.ts";
import { classifyStart } from "../../domain/program-end.ts";
import type { ProcessEnd } from "../../ports/process-runner.ts";
import { classifyError } from "./classify-error.ts";
import type { RunFacts } from "./run-facts.ts";

/** Everything that a classification may rest on. */
export interface FinishedRun {
  readonly end: ProcessEnd;
  readonly facts: RunFacts;
  /** The last of what the CLI wrote to stderr. Whether there is any counts; its words do not. */
  readonly stderr: string;
  /** We ended the process because it stayed on after its result: then how it ended says nothing. */
  readonly lingered: boolean;
  /** To the first that it wrote to stdout. */
  readonly startTimeMs?: number;
}

/** Signals that ask a process to end, and the exit codes of a CLI that obeyed. */
const ASKING_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"];
const ASKED_EXIT_CODES = [129, 130, 143];

/**
 * What a run came to. It rests on structure alone (exit code, signal, typed fields of the CLI's
 * own events), never on words, for a model may write any words.
 *
 * `interrupted` here means that somebody ended the process; whether that was us, the caller knows.
 */
export function classifyRun(run: FinishedRun): OutcomeName {
  const { end, facts } = run;
  const { result } = facts;
  if (result?.isError === false && wasAllowedToEnd(run)) {
    return result.text.text.trim() === "" ? "empty-result" : "success";
  }
  if (end.endedBy === "timeout") return "timeout";
  if (end.endedBy === "stop" && !run.lingered) return "interrupted";
  if (result === undefined) return classifyStart(end) ?? withoutResult(run);
  if (!result.isError) return "crashed";
  return classifyError(result, facts, end.exitCode);
}

/** A good result counts when the process ended well after it, or was ended by us. */
function wasAllowedToEnd({ end, lingered }: FinishedRun): boolean {
  return end.exitCode === 0 || end.endedBy !== undefined || lingered;
}

/** Exit code 1 with a word on stderr, before any session: the CLI refuses how it was called. */
function withoutResult({ end, facts, stderr }: FinishedRun): OutcomeName {
  if (end.signal !== undefined) {
    return ASKING_SIGNALS.includes(end.signal) ? "interrupted" : "crashed";
  }
  const exitCode = end.exitCode ?? 0;
  if (exitCode === 0) return "unknown";
  if (ASKED_EXIT_CODES.includes(exitCode)) return "interrupted";
  const isRefusal = exitCode === 1 && !facts.started && stderr.trim() !== "";
  return isRefusal ? "misconfigured" : "crashed";
}
