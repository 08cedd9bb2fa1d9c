import { describe, expect, it } from "vitest";
import { classifyRun } from "../../../shared/adapters/claude-cli/classify-run.ts";
import {
  finishedRun,
  INIT,
  printed,
  resultEvent,
} from "../../builders/captured-run.ts";

const REJECTED = { status: "rejected", resetsAt: 1_795_334_511 };

/** The outcome of a run with a failed result, after further events. */
function outcomeOf(fields: object, ...before: readonly object[]) {
  const result = resultEvent({ is_error: true, result: "…", ...fields });
  const stdout = printed(INIT, ...before, result);
  return classifyRun(finishedRun({ stdout, end: { exitCode: 1 } }));
}

const limitEvent = (info: object) => ({
  type: "rate_limit_event",
  rate_limit_info: info,
});
const assistant = (error: string, fields: object = {}) => ({
  type: "assistant",
  error,
  ...fields,
});

describe("the status of the API", () => {
  it.each([
    [400, "invalid-request"],
    [401, "session-expired"],
    [402, "billing"],
    [403, "session-expired"],
    [404, "misconfigured"],
    [408, "unavailable"],
    [413, "invalid-request"],
    [422, "invalid-request"],
    [429, "rate-limit"],
    [500, "unavailable"],
    [503, "unavailable"],
    [529, "unavailable"],
  ])("%d means %s", (status, outcome) => {
    expect(outcomeOf({ api_error_status: status })).toBe(outcome);
    const unknown = assistant("unknown");
    expect(outcomeOf({ api_error_status: status }, unknown)).toBe(outcome);
  });
});

describe("the error on the last message", () => {
  it.each([
    ["authentication_failed", "session-expired"],
    ["oauth_org_not_allowed", "session-expired"],
    ["account_on_hold", "session-expired"],
    ["billing_error", "billing"],
    ["rate_limit", "rate-limit"],
    ["overloaded", "unavailable"],
    ["server_error", "unavailable"],
    ["model_not_found", "misconfigured"],
    ["max_output_tokens", "invalid-request"],
    ["unknown", "unavailable"],
  ])("%s means %s when there is no status", (error, outcome) => {
    expect(outcomeOf({ api_error_status: null }, assistant(error))).toBe(
      outcome,
    );
  });

  it("counts only in the main conversation", () => {
    const inner = assistant("billing_error", { parent_tool_use_id: "toolu_1" });
    expect(outcomeOf({ api_error_status: 500 }, inner)).toBe("unavailable");
  });
});

describe("the CLI's own name of the error", () => {
  it.each([
    ["usage_limit_reached", "usage-limit"],
    ["connection_failed", "unavailable"],
    ["network_edge_blocked", "unavailable"],
    ["org_disabled_credential", "session-expired"],
    ["model_requires_usage_credits", "misconfigured"],
  ])("%s goes before the status", (name, outcome) => {
    expect(outcomeOf({ api_error: name, api_error_status: 403 })).toBe(outcome);
  });

  it("a name from a later version is passed over", () => {
    const fields = { api_error: "toString", api_error_status: 529 };
    expect(outcomeOf(fields)).toBe("unavailable");
  });
});

describe("a usage limit", () => {
  it("is a refusal for the rate while a window is used up", () => {
    const event = limitEvent(REJECTED);
    expect(outcomeOf({ api_error_status: 429 }, event)).toBe("usage-limit");
    const unnamed = outcomeOf({}, event, assistant("rate_limit"));
    expect(unnamed).toBe("usage-limit");
  });

  it("is not claimed without the time at which it ends", () => {
    const event = limitEvent({ status: "rejected" });
    expect(outcomeOf({ api_error_status: 429 }, event)).toBe("rate-limit");
  });

  it("is not claimed when the run failed for another reason", () => {
    const event = limitEvent(REJECTED);
    expect(outcomeOf({ api_error_status: 500 }, event)).toBe("unavailable");
  });

  it("is not claimed when the run went on and ended well", () => {
    const stdout = printed(INIT, limitEvent(REJECTED), resultEvent());
    expect(classifyRun(finishedRun({ stdout }))).toBe("success");
  });
});

describe("a run that ended from inside", () => {
  it.each([
    ["error_max_turns", "budget-reached"],
    ["error_max_budget_usd", "budget-reached"],
    ["error_max_structured_output_retries", "invalid-request"],
  ])("%s means %s, whatever is_error says", (subtype, outcome) => {
    expect(outcomeOf({ subtype })).toBe(outcome);
    expect(outcomeOf({ subtype, is_error: false })).toBe(outcome);
  });

  it("was refused by the model for good", () => {
    expect(outcomeOf({ stop_reason: "refusal" })).toBe("invalid-request");
  });

  it("was too large before any request", () => {
    const fields = { terminal_reason: "blocking_limit" };
    expect(outcomeOf(fields)).toBe("invalid-request");
  });

  it("failed to start", () => {
    const fields = { startup_failure_reason: "bypass_root" };
    expect(outcomeOf(fields)).toBe("misconfigured");
  });

  it("is unknown when no rule knows it", () => {
    expect(outcomeOf({ subtype: "error_of_next_year" })).toBe("unknown");
    expect(outcomeOf({ is_error: "perhaps" })).toBe("unknown");
  });
});
