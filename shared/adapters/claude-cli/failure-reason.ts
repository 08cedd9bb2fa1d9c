import type { CliRequest } from "../../ports/cli.ts";
import type { FinishedRun } from "./classify-run.ts";
import { limitText } from "./limit-text.ts";

/** The longest reason, in bytes of UTF-8. */
export const MAX_REASON_BYTES = 2_048;

/** What replaces a credential that the CLI printed. */
const HIDDEN = "[hidden]";

/** Shorter values are no secrets, and would blot out ordinary words. */
const MIN_SECRET_LENGTH = 8;

/**
 * Why a run failed, in the CLI's own words where it said any. For people: nothing may depend on it.
 *
 * @param secrets values that must never appear in it
 */
export function failureReason(
  run: FinishedRun,
  request: Pick<CliRequest, "timeoutMs">,
  secrets: readonly string[],
): string {
  const reason =
    ourOwnDoing(run, request) ?? wordsOfTheCli(run) ?? wordsAboutTheEnd(run);
  return limitText(withoutSecrets(reason, secrets), MAX_REASON_BYTES).text;
}

function ourOwnDoing(
  { end, lingered }: FinishedRun,
  { timeoutMs }: Pick<CliRequest, "timeoutMs">,
): string | undefined {
  if (end.spawnError !== undefined) {
    return `The CLI could not be started: ${end.spawnError}`;
  }
  if (end.endedBy === "timeout") return `No result within ${timeoutMs} ms`;
  return end.endedBy === "stop" && !lingered
    ? "The run was stopped"
    : undefined;
}

function wordsOfTheCli({ facts, stderr }: FinishedRun): string | undefined {
  const { result } = facts;
  const said = result?.isError === true ? result.text.text : "";
  return [said, result?.errors.join("\n"), stderr]
    .map((words) => words?.trim() ?? "")
    .find((words) => words !== "");
}

function wordsAboutTheEnd({ end, facts }: FinishedRun): string {
  const how =
    end.signal === undefined
      ? `with exit code ${end.exitCode ?? "unknown"}`
      : `by ${end.signal}`;
  const what =
    facts.result === undefined ? "without a result" : "after its result";
  return `The CLI ended ${how} ${what}`;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text);
}
