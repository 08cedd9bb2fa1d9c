import { failureEvents, resultEvent } from "./events.mjs";

/**
 * How the CLI shows each outcome that is a failure: its events, its exit code, and what it says
 * on stderr. Without `init` the run never got as far as a session.
 *
 * @typedef {import("./events.mjs").Event} Event
 * @typedef {{ exitCode: number, init: boolean, events: Event[], stderr?: string }} Failure
 */

/** How long a usage limit lasts when the directive does not say: five hours. */
const USAGE_WINDOW_MS = 5 * 60 * 60 * 1000;

/**
 * @param {string} outcome
 * @param {string} sessionId
 * @param {{ resetsInMs?: number, now: number }} options `now` in epoch milliseconds
 * @returns {Failure | undefined} `undefined` when the outcome is not shown by events
 */
export function failureOf(outcome, sessionId, { resetsInMs, now }) {
  /**
   * @param {string} error
   * @param {number | null} status
   * @param {string} text
   */
  const refusal = (error, status, text) =>
    failed(failureEvents(sessionId, { error, status, text }));
  switch (outcome) {
    case "usage-limit":
      return usageLimit(sessionId, now + (resetsInMs ?? USAGE_WINDOW_MS));
    case "rate-limit":
      return refusal(
        "rate_limit",
        429,
        "Simulated: refused for its rate (429)",
      );
    case "unavailable":
      return refusal("server_error", 529, "Simulated: overloaded (529)");
    case "session-expired":
      return refusal("authentication_failed", 401, "Simulated: no login (401)");
    case "billing":
      return refusal("billing_error", 400, "Simulated: the credit is used up");
    case "invalid-request":
      return refusal(
        "invalid_request",
        400,
        "Simulated: invalid request (400)",
      );
    case "misconfigured":
      return { ...failed([]), init: false, stderr: "error: simulated setting" };
    case "budget-reached":
      return failed([budgetReached(sessionId)]);
    case "unknown":
      return failed([resultEvent(sessionId, { is_error: true, result: "?" })]);
    default:
      return undefined;
  }
}

/**
 * @param {string} sessionId
 * @param {number} resetsAtMs
 */
function usageLimit(sessionId, resetsAtMs) {
  const info = {
    status: "rejected",
    resetsAt: Math.ceil(resetsAtMs / 1000),
    rateLimitType: "five_hour",
    isUsingOverage: false,
  };
  const failure = failureEvents(sessionId, {
    error: "rate_limit",
    status: 429,
    text: "Simulated: the usage limit is reached",
    fields: { api_error: "usage_limit_reached" },
  });
  const event = { type: "rate_limit_event", rate_limit_info: info };
  return failed([event, ...failure]);
}

/** @param {string} sessionId */
function budgetReached(sessionId) {
  return resultEvent(sessionId, {
    is_error: true,
    subtype: "error_max_turns",
    terminal_reason: "max_turns",
    errors: ["Simulated: the number of turns is used up"],
  });
}

/**
 * @param {Event[]} events
 * @returns {Failure}
 */
function failed(events) {
  return { exitCode: 1, init: true, events };
}
