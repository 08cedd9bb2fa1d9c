/** What the detail of each problem can say, for the document's examples. */
import type { ProblemCode } from "../../../shared/runtime/http/problem.ts";

export const DETAILS: Readonly<Record<ProblemCode, string>> = {
  "invalid-json":
    "The body is not valid JSON at line 1 column 9; send one JSON object.",
  "invalid-encoding": "The body is not valid UTF-8; encode it as UTF-8.",
  "invalid-request": "prompt is missing; send a text.",
  "invalid-cursor":
    "cursor: use the one of the page before, or none for the first.",
  unauthorized: "Send the header `Authorization: Bearer ccsp_<id>_<secret>`.",
  forbidden:
    "This needs a token with the scope `operate`; ask an operator for one.",
  "route-not-found": "There is no GET /api/ccsp/x; the API is below /api/ccsp.",
  "task-not-found": "You have no task 6f1c2b1e-8d0a-4a57-9f0c-0c8f6f3b2a11.",
  "token-not-found": "There is no token k3m9, or it has expired.",
  "no-stop-report":
    "No emergency stop has been raised; there is nothing to report.",
  "idempotency-key-reused":
    "Idempotency-Key was sent with another body in the last 24 hours; use a new key for a new request.",
  "task-finished": "The task has succeeded; there is nothing left to cancel.",
  "task-not-failed":
    "The task has succeeded; only one that failed can be retried.",
  "task-not-waiting":
    "The task is running; only one that waits can change its priority.",
  "settings-changed":
    "The settings are of version 4, not 3; look at them, and send the change again with that version.",
  "payload-too-large": "The body is larger than 5000000 bytes; send less.",
  "too-many-failures":
    "Your address has sent too many tokens that are not valid, so this one was not looked at. Stop sending those, and come again after the time in `Retry-After`.",
  "too-many-queued":
    "You have as many tasks waiting as one agent may have (maxQueuedPerAgent: 1000); wait until some have started, or cancel some.",
  "internal-error": "Report the requestId to an operator; nothing was lost.",
  "emergency-stop":
    "An emergency stop is in force: not given. Try again when it is cleared.",
  "dependency-unavailable":
    "The service cannot reach its table at present; try again.",
};
