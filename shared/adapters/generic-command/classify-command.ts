import type { OutcomeName } from "../../domain/outcome.ts";
import { classifyStart } from "../../domain/program-end.ts";
import type { ProcessEnd } from "../../ports/process-runner.ts";

/** A shell reports the signal that ended its program as 128 and the signal's number. */
const FIRST_SIGNAL_EXIT_CODE = 129;
const LAST_SIGNAL_EXIT_CODE = 128 + 64;

/**
 * What a run of any program came to. Only how it ended is known, never why: so no outcome here
 * closes a gate for the whole account.
 *
 * - An exit code of its own is `unknown`, not `crashed`: the program ended as it wanted to and
 *   said something, which nobody here can read. Both are tried again, but `unknown` in the
 *   statistics asks for an adapter that can.
 * - A signal that we did not send is `crashed`, also when a shell reports it as an exit code.
 * - 126 and 127 are how a shell says that there is no such program: no retry would find it.
 */
export function classifyCommand(end: ProcessEnd, answer: string): OutcomeName {
  if (end.endedBy === "timeout") return "timeout";
  if (end.endedBy === "stop") return "interrupted";
  if (end.exitCode === 0) {
    return answer.trim() === "" ? "empty-result" : "success";
  }
  return classifyStart(end) ?? (wasKilled(end) ? "crashed" : "unknown");
}

function wasKilled({ exitCode = 0, signal }: ProcessEnd): boolean {
  const isReportedSignal =
    exitCode >= FIRST_SIGNAL_EXIT_CODE && exitCode <= LAST_SIGNAL_EXIT_CODE;
  return signal !== undefined || isReportedSignal;
}
