/** The service's own words, so that what is typed wrongly is told with those that are right. A test compares them. */

export const CLASSES = [
  "urgent",
  "high",
  "normal",
  "scheduled",
  "low",
] as const;

export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;

export const SCOPES = ["tasks", "observe", "operate"] as const;

/** An emergency stop has a flag of its own. */
export const GATES = ["paused", "session", "limit", "load"] as const;

export const DEAD_LETTER_CODES = [
  "empty-result",
  "usage-limit",
  "rate-limit",
  "unavailable",
  "session-expired",
  "billing",
  "invalid-request",
  "misconfigured",
  "budget-reached",
  "interrupted",
  "crashed",
  "timeout",
  "unknown",
  "poison",
] as const;

export const STATUSES = [
  "scheduled",
  "queued",
  "running",
  "blocked",
  "succeeded",
  "failed",
  "cancelled",
] as const;
