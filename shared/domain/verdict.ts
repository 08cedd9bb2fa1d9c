/** What an outcome means for its task: a closed vocabulary, named for what to do next. */
import type { OutcomeName } from "./outcome.ts";

export type Verdict =
  /** The run succeeded. */
  | "done"
  /** The task's own failure, which another run may cure: costs an attempt. */
  | "retry"
  /** Nobody's fault, or the account's: queued again after a delay, costs no attempt. */
  | "wait"
  /** There is no login: blocked until it is back, costs no attempt. */
  | "block"
  /** We ended it: queued again at once, costs no attempt. */
  | "return"
  /** Another run would end the same way. */
  | "fail";

/** The whole table of outcomes (docs/errors.md). */
export function verdictOf(outcome: OutcomeName): Verdict {
  switch (outcome) {
    case "success":
      return "done";
    case "unavailable":
    case "crashed":
    case "empty-result":
    case "unknown":
      return "retry";
    case "rate-limit":
    case "usage-limit":
      return "wait";
    case "session-expired":
    case "billing":
      return "block";
    case "interrupted":
      return "return";
    case "invalid-request":
    case "budget-reached":
    case "misconfigured":
    case "timeout":
      return "fail";
  }
}

/** Whether the agent may hope for another end when it sends the same request again. */
export const isRetryable = (outcome: OutcomeName): boolean =>
  verdictOf(outcome) !== "fail" || outcome === "timeout";
