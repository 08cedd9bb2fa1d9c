/** What a waiting task's agent is told while a limit or a lost login holds everything back. */
import type { ClosedGate } from "./gate.ts";
import { type OutcomeName, OUTCOMES } from "./outcome.ts";
import type { Task } from "./task.ts";

/**
 * A waiting task with `error.unlockAt`, when it waits behind the account's limit, with
 * `error.sessionTimeout`, when it waits for the login; otherwise as it is. `startsAt` is when it may
 * start at the earliest, if that is known.
 */
export function heldBack(
  task: Task,
  gate: ClosedGate | undefined,
): { readonly task: Task; readonly startsAt?: Date } {
  if (gate?.name === "session") return { task: withoutLogin(task, gate) };
  if (!gate?.until) return { task };
  const startsAt = gate.until > task.notBefore ? gate.until : task.notBefore;
  if (gate.name !== "limit") return { task, startsAt };
  const message = `The account waits for the end of: ${gate.reason}.`;
  const code = codeOf(gate) ?? "unavailable";
  const error = task.error ?? { code, message, retryable: true };
  return {
    task: { ...task, error: { ...error, unlockAt: gate.until } },
    startsAt,
  };
}

const codeOf = ({ reason }: ClosedGate): OutcomeName | undefined =>
  OUTCOMES.find((each) => each === reason);

function withoutLogin(task: Task, gate: ClosedGate): Task {
  const code = codeOf(gate) ?? "session-expired";
  const message = "The account waits for a new login.";
  const error = task.error ?? { code, message, retryable: true };
  return { ...task, error: { ...error, sessionTimeout: true } };
}
