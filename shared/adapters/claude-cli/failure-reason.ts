import type { Variables } from "../../domain/allowed-environment.ts";
import { hideSecrets } from "../../domain/hide-secrets.ts";
import { limitText } from "../../domain/limit-text.ts";
import { howItEnded, ourDoing } from "../../domain/program-end.ts";
import type { CliRequest } from "../../ports/cli.ts";
import type { FinishedRun } from "./classify-run.ts";

/** The longest reason, in bytes of UTF-8. */
export const MAX_REASON_BYTES = 2_048;

/**
 * Why a run failed, in the CLI's own words where it said any. For people: nothing may depend on it.
 *
 * @param environment of the CLI: no secret in it may appear in the reason
 */
export function failureReason(
  run: FinishedRun,
  { timeoutMs }: Pick<CliRequest, "timeoutMs">,
  environment: Variables,
): string {
  const ours = run.lingered ? undefined : ourDoing(run.end, timeoutMs);
  const reason = ours ?? wordsOfTheCli(run) ?? wordsAboutTheEnd(run);
  return limitText(hideSecrets(reason, environment), MAX_REASON_BYTES).text;
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
