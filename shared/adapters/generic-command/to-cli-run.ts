import type { Variables } from "../../domain/allowed-environment.ts";
import { hideRequest } from "../../domain/hide-request.ts";
import { hideSecrets } from "../../domain/hide-secrets.ts";
import {
  type LimitedText,
  limitText,
  tailText,
} from "../../domain/limit-text.ts";
import type { CliRun } from "../../domain/outcome.ts";
import { howItEnded, ourDoing } from "../../domain/program-end.ts";
import type { CliRequest } from "../../ports/cli.ts";
import type { ProcessEnd } from "../../ports/process-runner.ts";
import { classifyCommand } from "./classify-command.ts";

/** The longest reason, in bytes of UTF-8. */
export const MAX_REASON_BYTES = 2_048;

/** What a program printed, as far as it was kept. */
export interface Said {
  readonly answer: LimitedText;
  /** The last of what went to stderr. */
  readonly errors: Uint8Array;
}

/** What the translation needs besides the run itself. */
export interface TranslationContext {
  /** What the program was given: no secret in it may come out again in a reason. */
  readonly env: Variables;
  /** What it was asked: no key in it may come out again either. */
  readonly request: CliRequest;
}

/** A finished run in the terms of the port. */
export function toCliRun(
  end: ProcessEnd,
  said: Said,
  context: TranslationContext,
): CliRun {
  const { text, bytes, truncated } = said.answer;
  const outcome = classifyCommand(end, text);
  const executionTimeMs = Math.round(end.durationMs);
  if (outcome !== "success" && outcome !== "empty-result") {
    return { outcome, executionTimeMs, reason: reasonOf(end, said, context) };
  }
  return {
    outcome,
    executionTimeMs,
    result: text,
    resultBytes: bytes,
    ...(truncated ? { truncated } : {}),
  };
}

/** Why a run failed, in the program's own words where it said any. For people: nothing may depend on it. */
function reasonOf(
  end: ProcessEnd,
  { errors }: Said,
  { env, request }: TranslationContext,
): string {
  const words = tailText(errors, MAX_REASON_BYTES).trim();
  const itsOwn = `The program ended ${howItEnded(end)}`;
  const reason =
    ourDoing(end, request.timeoutMs) ??
    (words === "" ? itsOwn : `${itsOwn}: ${words}`);
  const shown = hideRequest(hideSecrets(reason, env), request);
  return limitText(shown, MAX_REASON_BYTES).text;
}
