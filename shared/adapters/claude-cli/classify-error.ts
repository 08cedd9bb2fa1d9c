import type { OutcomeName } from "../../domain/outcome.ts";
import { isUsedUp } from "./rate-limit-info.ts";
import type { ResultEvent } from "./result-event.ts";
import type { RunFacts } from "./run-facts.ts";

/** What ended the run from inside: a bound of the request, or a signal. */
const BY_ENDING: Readonly<Record<string, OutcomeName>> = {
  error_max_turns: "budget-reached",
  max_turns: "budget-reached",
  error_max_budget_usd: "budget-reached",
  budget_exhausted: "budget-reached",
  error_max_structured_output_retries: "invalid-request",
  structured_output_retry_exhausted: "invalid-request",
  aborted_streaming: "interrupted",
  aborted_tools: "interrupted",
};

/** The CLI's most exact field. Newer versions only, and the list may change. */
const BY_API_ERROR: Readonly<Record<string, OutcomeName>> = {
  usage_limit_reached: "usage-limit",
  connection_failed: "unavailable",
  no_response: "unavailable",
  stream_idle_timeout: "unavailable",
  network_edge_blocked: "unavailable",
  tls_untrusted_ca: "unavailable",
  model_requires_usage_credits: "misconfigured",
  api_key_auth_disabled: "session-expired",
  org_disabled_credential: "session-expired",
  empty_completion: "empty-result",
  max_output_tokens: "invalid-request",
};

/** The error on the last message. `unknown` is not here: then the HTTP status says more. */
const BY_ASSISTANT_ERROR: Readonly<Record<string, OutcomeName>> = {
  authentication_failed: "session-expired",
  oauth_org_not_allowed: "session-expired",
  account_on_hold: "session-expired",
  verification_required: "session-expired",
  cloud_credential_error: "session-expired",
  billing_error: "billing",
  rate_limit: "rate-limit",
  overloaded: "unavailable",
  server_error: "unavailable",
  invalid_request: "invalid-request",
  max_output_tokens: "invalid-request",
  model_not_found: "misconfigured",
};

const BY_TERMINAL_REASON: Readonly<Record<string, OutcomeName>> = {
  prompt_too_long: "invalid-request",
  blocking_limit: "invalid-request",
  image_error: "invalid-request",
};

const BY_STATUS: Readonly<Record<number, OutcomeName>> = {
  401: "session-expired",
  402: "billing",
  403: "session-expired",
  404: "misconfigured",
  408: "unavailable",
  409: "unavailable",
  429: "rate-limit",
};

/** What a result that reports an error means. The first rule that knows decides, the surest first. */
export function classifyError(
  result: ResultEvent,
  facts: RunFacts,
  exitCode: number | undefined,
): OutcomeName {
  return (
    byEnding(result, facts, exitCode) ??
    lookUp(BY_API_ERROR, result.apiError) ??
    byUsageWindow(result, facts) ??
    lookUp(BY_ASSISTANT_ERROR, facts.assistantError) ??
    lookUp(BY_TERMINAL_REASON, result.terminalReason) ??
    byStatus(result) ??
    byLastResort(result, facts)
  );
}

function byEnding(
  result: ResultEvent,
  facts: RunFacts,
  exitCode: number | undefined,
): OutcomeName | undefined {
  const known =
    lookUp(BY_ENDING, result.subtype) ??
    lookUp(BY_ENDING, result.terminalReason);
  if (known !== undefined) return known;
  // What the API said of the failure is surer than how the run ended.
  const isTyped =
    result.apiError !== undefined ||
    result.apiStatus !== undefined ||
    facts.assistantError !== undefined;
  if (isTyped) return undefined;
  if (result.startupFailure) return "misconfigured";
  if (result.subtype !== "error_during_execution") return undefined;
  // Only an interrupt (SIGINT) ends a failed run with exit code 0.
  if (exitCode === 0) return "interrupted";
  return !facts.started && result.turns === 0 ? "misconfigured" : undefined;
}

/** Older versions do not name the limit: then it is a 429 together with a window that is used up. */
function byUsageWindow(
  result: ResultEvent,
  facts: RunFacts,
): OutcomeName | undefined {
  const isRefusal = result.apiStatus === 429 || isUnexplained(result, facts);
  const isLimit = isRefusal && isUsedUp(result.rateLimit ?? facts.rateLimit);
  return isLimit ? "usage-limit" : undefined;
}

/** Nothing but the window tells why the run failed. */
const isUnexplained = (result: ResultEvent, facts: RunFacts): boolean =>
  result.apiStatus === undefined &&
  [undefined, "unknown", "rate_limit"].includes(facts.assistantError) &&
  result.stopReason !== "refusal" &&
  lookUp(BY_TERMINAL_REASON, result.terminalReason) === undefined;

function byStatus(result: ResultEvent): OutcomeName | undefined {
  const { apiStatus: status } = result;
  if (status === undefined) return undefined;
  if (result.apiErrorType === "billing_error") return "billing";
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  if (status >= 500) return "unavailable";
  return status >= 400 ? "invalid-request" : undefined;
}

/** A refusal by the model is final; a failed call of which nothing is known may work next time. */
function byLastResort(result: ResultEvent, facts: RunFacts): OutcomeName {
  if (result.stopReason === "refusal") return "invalid-request";
  const isApiFailure =
    result.terminalReason === "api_error" || facts.assistantError === "unknown";
  return isApiFailure ? "unavailable" : "unknown";
}

function lookUp(
  table: Readonly<Record<string, OutcomeName>>,
  key: string | undefined,
): OutcomeName | undefined {
  return key !== undefined && Object.hasOwn(table, key)
    ? table[key]
    : undefined;
}
