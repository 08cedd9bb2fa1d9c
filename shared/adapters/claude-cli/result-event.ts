import { type LimitedText, limitText } from "../../domain/limit-text.ts";
import type { ModelSpending, Usage } from "../../domain/outcome.ts";
import {
  type JsonRecord,
  toList,
  toNumber,
  toRecord,
  toText,
} from "./json-fields.ts";
import { type RateLimitInfo, readRateLimitInfo } from "./rate-limit-info.ts";
import { readModels, readUsage } from "./read-usage.ts";

/** The longest answer that is kept. */
export const MAX_RESULT_BYTES = 1024 * 1024;

/** Names of refused tools that are kept. */
const MAX_REFUSED_TOOLS = 20;

/** The CLI's last word on a run, reduced to what is used of it. */
export interface ResultEvent {
  readonly isError: boolean;
  readonly subtype?: string;
  readonly terminalReason?: string;
  readonly stopReason?: string;
  readonly startupFailure?: string;
  readonly apiError?: string;
  readonly apiErrorType?: string;
  /** The HTTP status of the API's refusal. */
  readonly apiStatus?: number;
  readonly rateLimit?: RateLimitInfo;
  readonly turns: number;
  /** The model's answer or, in an error, the CLI's explanation. */
  readonly text: LimitedText;
  readonly errors: readonly string[];
  readonly refusedTools: readonly string[];
  readonly sessionId?: string;
  readonly usage: Usage;
  readonly models: readonly ModelSpending[];
}

/**
 * Reads an event of type `result`. `is_error` decides whether it is one; `subtype` reads
 * `success` for most errors too. But an `error_…` subtype is always an error.
 *
 * @param answer its `result`, if that was cut when it was read
 */
export function readResultEvent(
  event: JsonRecord,
  answer?: LimitedText,
): ResultEvent {
  const subtype = toText(event["subtype"]);
  const parameters = toRecord(event["api_error_params"]);
  return {
    isError:
      event["is_error"] !== false || subtype?.startsWith("error") === true,
    turns: toNumber(event["num_turns"]) ?? 0,
    text: answer ?? limitText(toText(event["result"]) ?? "", MAX_RESULT_BYTES),
    errors: toList(event["errors"]).filter(
      (error) => typeof error === "string",
    ),
    refusedTools: refusedToolsOf(event),
    usage: readUsage(event),
    models: readModels(event),
    ...defined({
      subtype,
      terminalReason: toText(event["terminal_reason"]),
      stopReason: toText(event["stop_reason"]),
      startupFailure: toText(event["startup_failure_reason"]),
      apiError: toText(event["api_error"]),
      apiErrorType: toText(event["api_error_type"]),
      apiStatus: toNumber(event["api_error_status"]),
      rateLimit: readRateLimitInfo(parameters["rate_limit_info"]),
      sessionId: toText(event["session_id"]),
    }),
  };
}

function refusedToolsOf(event: JsonRecord): string[] {
  const names = toList(event["permission_denials"]).map(
    (denial) => toText(toRecord(denial)["tool_name"]) ?? "unknown",
  );
  return [...new Set(names)].slice(0, MAX_REFUSED_TOOLS);
}

/** Leaves out what is `undefined`: an absent field and an undefined one are two things to the compiler. */
function defined<T extends object>(
  fields: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as { [K in keyof T]?: NonNullable<T[K]> }; // fromEntries forgets the keys
}
