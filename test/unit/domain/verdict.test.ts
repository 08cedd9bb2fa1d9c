import { describe, expect, it } from "vitest";
import { OUTCOMES, type OutcomeName } from "../../../shared/domain/outcome.ts";
import {
  isRetryable,
  type Verdict,
  verdictOf,
} from "../../../shared/domain/verdict.ts";

/** The table of docs/errors.md. */
const TABLE: Readonly<Record<OutcomeName, readonly [Verdict, boolean]>> = {
  success: ["done", true],
  unavailable: ["retry", true],
  crashed: ["retry", true],
  "empty-result": ["retry", true],
  unknown: ["retry", true],
  "rate-limit": ["wait", true],
  "usage-limit": ["wait", true],
  "session-expired": ["block", true],
  billing: ["block", true],
  interrupted: ["return", true],
  "invalid-request": ["fail", false],
  "budget-reached": ["fail", false],
  misconfigured: ["fail", false],
  timeout: ["fail", true],
};

describe("the verdict", () => {
  it.each(OUTCOMES)("on %s", (outcome) => {
    expect([verdictOf(outcome), isRetryable(outcome)]).toEqual(TABLE[outcome]);
  });
});
