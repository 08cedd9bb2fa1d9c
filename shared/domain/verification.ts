import type { CliRun } from "./outcome.ts";

/** What a tiny run says about the login. `inconclusive`: it could not be found out, ask again. */
export type Verification =
  | { readonly login: "works" }
  | { readonly login: "fails" | "inconclusive"; readonly reason: string };

/** What is asked: whatever the answer, to get one needs a login. */
export const VERIFYING_PROMPT = "Answer with the one word: ready";

/** The longest that a verification takes, in milliseconds. */
export const VERIFYING_MS = 10_000;

/** Milliseconds from SIGTERM to SIGKILL when it takes longer: short, for it has no tools to end. */
export const VERIFYING_GRACE_MS = 500;

/**
 * Who was refused for a limit was let in before; who does not pay is let in as little as who has
 * no login. What ended in any other way may not have come as far as the door.
 */
export function toVerification(run: CliRun): Verification {
  const reason = run.reason ?? run.outcome;
  switch (run.outcome) {
    case "success":
    case "empty-result":
    case "usage-limit":
    case "rate-limit":
    case "budget-reached":
      return { login: "works" };
    case "session-expired":
    case "billing":
      return { login: "fails", reason };
    case "unavailable":
    case "invalid-request":
    case "misconfigured":
    case "interrupted":
    case "crashed":
    case "timeout":
    case "unknown":
      return { login: "inconclusive", reason };
  }
}
