/** What a waiting task's agent is told while a limit holds everything back. */
import { LIMIT_REASONS } from "./account-limit.ts";
import type { ClosedGate } from "./gate.ts";
import type { Task } from "./task.ts";

/**
 * A waiting task with `error.unlockAt`, when it waits behind the account's limit; otherwise as it
 * is. `startsAt` is when it may start at the earliest, if that is known.
 */
export function heldBack(
  task: Task,
  gate: ClosedGate | undefined,
): { readonly task: Task; readonly startsAt?: Date } {
  if (!gate?.until) return { task };
  const startsAt = gate.until > task.notBefore ? gate.until : task.notBefore;
  if (gate.name !== "limit") return { task, startsAt };
  const code = LIMIT_REASONS.find((each) => each === gate.reason);
  const message = `The account waits for the end of: ${gate.reason}.`;
  const error = task.error ?? {
    code: code === undefined || code === "outage" ? "unavailable" : code,
    message,
    retryable: true,
  };
  return {
    task: { ...task, error: { ...error, unlockAt: gate.until } },
    startsAt,
  };
}
