/** A dead letter: a failed task, for whoever looks at what went wrong. */
import { OUTCOMES } from "./outcome.ts";
import type { ErrorCode, QueueClass, Task } from "./task.ts";

/** What a task can have failed of. */
export const DEAD_LETTER_CODES = [
  ...OUTCOMES.filter((each) => each !== "success"),
  "poison",
] as const satisfies readonly ErrorCode[];

/** Those that have all that is named; nothing named: all. */
export interface DeadLetterFilter {
  readonly queueClass?: QueueClass;
  readonly code?: ErrorCode;
  readonly agent?: string;
}

export const isDeadLetter = (
  task: Task,
  { queueClass, code, agent }: DeadLetterFilter = {},
): boolean =>
  task.status === "failed" &&
  (queueClass === undefined || task.queueClass === queueClass) &&
  (code === undefined || task.error?.code === code) &&
  (agent === undefined || task.agent === agent);
