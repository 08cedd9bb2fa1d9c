import type { LimitedText } from "../../domain/limit-text.ts";
import { type JsonRecord, toRecord, toText } from "./json-fields.ts";
import {
  isUsedUp,
  type RateLimitInfo,
  readRateLimitInfo,
} from "./rate-limit-info.ts";
import { type ResultEvent, readResultEvent } from "./result-event.ts";

/** All that is kept of a run's output: enough to classify it, whatever its length. */
export interface RunFacts {
  /** The CLI got as far as announcing its session: flags and configuration were accepted. */
  readonly started: boolean;
  readonly sessionId?: string;
  /** The last error that the CLI, not the model, marked on a message of the main conversation. */
  readonly assistantError?: string;
  /** The last word on the account's usage windows. */
  readonly rateLimit?: RateLimitInfo;
  readonly result?: ResultEvent;
}

export const NO_FACTS: RunFacts = { started: false };

/**
 * The facts after one more event. Events and fields of unknown kinds change nothing.
 *
 * @param answer the event's `result`, if that was cut when it was read
 */
export function withEvent(
  facts: RunFacts,
  event: JsonRecord,
  answer?: LimitedText,
): RunFacts {
  switch (event["type"]) {
    case "system":
      return event["subtype"] === "init" ? withInit(facts, event) : facts;
    case "assistant":
      return withAssistant(facts, event);
    case "rate_limit_event": {
      const rateLimit = readRateLimitInfo(event["rate_limit_info"]);
      return rateLimit === undefined ? facts : { ...facts, rateLimit };
    }
    case "result":
      return { ...facts, result: readResultEvent(event, answer) };
    default:
      return facts;
  }
}

/** A message of the model itself; what the CLI says in its place carries an `error`. */
export const isAnswer = (event: JsonRecord): boolean =>
  event["type"] === "assistant" && (event["error"] ?? null) === null;

function withInit(facts: RunFacts, event: JsonRecord): RunFacts {
  const sessionId = toText(event["session_id"]);
  return {
    ...facts,
    started: true,
    ...(sessionId === undefined ? {} : { sessionId }),
  };
}

/** A message with a parent belongs to a subagent, whose failure the run may survive. */
function withAssistant(facts: RunFacts, event: JsonRecord): RunFacts {
  const assistantError = toText(event["error"]);
  const isMain = toText(event["parent_tool_use_id"]) === undefined;
  if (!isMain) return facts;
  if (assistantError === undefined) return recovered(facts);
  const rateLimit = isUsedUp(facts.rateLimit)
    ? facts.rateLimit
    : (rateLimitOf(event) ?? facts.rateLimit);
  return {
    ...facts,
    assistantError,
    ...(rateLimit === undefined ? {} : { rateLimit }),
  };
}

/** The model spoke again: what went wrong before did not end the run. */
function recovered(facts: RunFacts): RunFacts {
  const { assistantError: _, ...rest } = facts;
  return rest;
}

/** The error repeats, in short, what an event of its own has told, or should have. */
function rateLimitOf(event: JsonRecord): RateLimitInfo | undefined {
  return readRateLimitInfo(
    toRecord(event["api_error_params"])["rate_limit_info"],
  );
}
