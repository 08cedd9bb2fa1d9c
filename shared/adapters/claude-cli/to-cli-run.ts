import type { Variables } from "../../domain/allowed-environment.ts";
import type { CliRun, OutcomeName } from "../../domain/outcome.ts";
import type { CliRequest } from "../../ports/cli.ts";
import { classifyRun, type FinishedRun } from "./classify-run.ts";
import { failureReason } from "./failure-reason.ts";
import { isUsedUp, toUsageWindows } from "./rate-limit-info.ts";
import { readResetsAt } from "./resets-at.ts";
import type { ResultEvent } from "./result-event.ts";
import type { RunFacts } from "./run-facts.ts";

/** What the translation needs besides the run itself. */
export interface TranslationContext {
  /** What it was asked: no key in it may come out again in a reason. */
  readonly request: CliRequest;
  /** What the CLI was given: no secret in it may come out again. */
  readonly environment: Variables;
  readonly now: Date;
}

/** A finished run in the terms of the port. */
export function toCliRun(
  run: FinishedRun,
  { request, environment, now }: TranslationContext,
): CliRun {
  const outcome = whoseInterruption(classifyRun(run), run);
  const { facts, end } = run;
  const sessionId = facts.result?.sessionId ?? facts.sessionId;
  const said = outcome === "success" || outcome === "empty-result";
  return {
    outcome,
    executionTimeMs: Math.round(end.durationMs),
    ...(run.startTimeMs !== undefined && { startTimeMs: run.startTimeMs }),
    ...(said
      ? answerOf(facts.result)
      : { reason: failureReason(run, request, environment) }),
    ...(outcome === "usage-limit" ? resetsAtOf(facts, now) : {}),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...usageOf(facts.result),
    ...warningsOf(facts.result),
    ...usageWindowsOf(facts, now),
  };
}

/** Being stopped by us is no failure of the task; being killed by anybody else is a crash. */
function whoseInterruption(
  outcome: OutcomeName,
  { end }: FinishedRun,
): OutcomeName {
  return outcome === "interrupted" && end.endedBy !== "stop"
    ? "crashed"
    : outcome;
}

function answerOf(result: ResultEvent | undefined): Partial<CliRun> {
  if (result === undefined) return {};
  const { text, bytes, truncated } = result.text;
  return {
    result: text,
    resultBytes: bytes,
    ...(truncated ? { truncated } : {}),
  };
}

function resetsAtOf(facts: RunFacts, now: Date): Partial<CliRun> {
  const info = facts.result?.rateLimit ?? facts.rateLimit;
  const resetsAt = isUsedUp(info)
    ? readResetsAt(info?.resetsAt, now)
    : undefined;
  return resetsAt === undefined ? {} : { resetsAt };
}

function usageOf(result: ResultEvent | undefined): Partial<CliRun> {
  if (result === undefined) return {};
  const { usage, models } = result;
  return { usage, ...(models.length === 0 ? {} : { models }) };
}

function warningsOf(result: ResultEvent | undefined): Partial<CliRun> {
  if (result === undefined || result.refusedTools.length === 0) return {};
  return {
    warnings: result.refusedTools.map((tool) => `tool ${tool} was refused`),
  };
}

function usageWindowsOf(facts: RunFacts, now: Date): Partial<CliRun> {
  if (facts.rateLimit === undefined) return {};
  const usageWindows = toUsageWindows(facts.rateLimit, now);
  return usageWindows.length === 0 ? {} : { usageWindows };
}
