import type { Variables } from "../../domain/allowed-environment.ts";
import { hideRequest } from "../../domain/hide-request.ts";
import { hideSecrets } from "../../domain/hide-secrets.ts";
import { limitText } from "../../domain/limit-text.ts";
import { howItEnded, ourDoing } from "../../domain/program-end.ts";
import type { CliRequest } from "../../ports/cli.ts";
import type { FinishedRun } from "./classify-run.ts";

/** The longest reason, in bytes of UTF-8. */
export const MAX_REASON_BYTES = 2_048;
/** So much is looked at: what is hidden is longer than what replaces it. */
const MAX_SAID_BYTES = 4 * MAX_REASON_BYTES;

/**
 * Why a run failed, in the CLI's own words where it said any. For people: nothing may depend on it.
 *
 * @param request none of its keys may appear in the reason, nor a secret of the CLI's environment
 */
export function failureReason(
  run: FinishedRun,
  request: CliRequest,
  environment: Variables,
): string {
  const ours = run.lingered ? undefined : ourDoing(run.end, request.timeoutMs);
  const reason = ours ?? wordsOfTheCli(run) ?? wordsAboutTheEnd(run);
  const said = limitText(hideSecrets(reason, environment), MAX_SAID_BYTES).text;
  return limitText(hideRequest(said, request), MAX_REASON_BYTES).text;
}

function wordsOfTheCli({ facts, stderr }: FinishedRun): string | undefined {
  const { result } = facts;
  const said = result?.isError === true ? result.text.text : "";
  return [said, result?.errors.join("\n"), stderr]
    .map((words) => words?.trim() ?? "")
    .find((words) => words !== "");
}

function wordsAboutTheEnd({ end, facts }: FinishedRun): string {
  const what =
    facts.result === undefined ? "without a result" : "after its result";
  return `The CLI ended ${howItEnded(end)} ${what}`;
}
