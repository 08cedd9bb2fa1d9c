import { describe, expect, it } from "vitest";
import { OUTCOMES, type OutcomeName } from "../../../shared/domain/outcome.ts";
import { toVerification } from "../../../shared/domain/verification.ts";

const WORKS: readonly OutcomeName[] = [
  "success",
  "empty-result",
  "usage-limit",
  "rate-limit",
  "budget-reached",
];
const FAILS: readonly OutcomeName[] = ["session-expired", "billing"];

function expectedFor(outcome: OutcomeName): string {
  if (WORKS.includes(outcome)) return "works";
  return FAILS.includes(outcome) ? "fails" : "inconclusive";
}

describe("a verification", () => {
  it.each(OUTCOMES.map((outcome) => [outcome, expectedFor(outcome)]))(
    "that came to %s: the login %s",
    (outcome, login) => {
      const run = { outcome: outcome, executionTimeMs: 1 };
      expect(toVerification(run).login).toBe(login);
    },
  );

  it("gives the CLI's words, or else the outcome, as the reason", () => {
    const run = { outcome: "session-expired", executionTimeMs: 1 } as const;
    const fails = { login: "fails" };
    const told = { ...run, reason: "Login expired" };
    expect(toVerification(run)).toEqual({ ...fails, reason: run.outcome });
    expect(toVerification(told)).toEqual({ ...fails, reason: told.reason });
  });
});
