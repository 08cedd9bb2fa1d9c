/** Where a task stands, for whoever looks at many of them: those that wait, run or failed. */
import type { QueueClass, Task, TaskId } from "./task.ts";

/** What waits, is blocked or runs in one class; or the dead letters of all classes. */
export type Standing =
  | {
      readonly kind: "waiting" | "blocked" | "running";
      readonly queueClass: QueueClass;
    }
  | { readonly kind: "dead" };

/** What is known of a task by its standing alone. */
export interface StandingTask {
  readonly id: TaskId;
  readonly agent: string;
  /** Its age where it waits or is blocked, the start of its run, or its end. */
  readonly since: Date;
  readonly notBefore: Date;
}

/** `undefined`: it stands nowhere; nobody has to do anything about it. */
export function standingOf(
  task: Task,
): (Standing & { readonly since: Date }) | undefined {
  const { queueClass, createdAt } = task;
  switch (task.status) {
    case "scheduled":
    case "queued":
      return { kind: "waiting", queueClass, since: createdAt };
    case "blocked":
      return { kind: "blocked", queueClass, since: createdAt };
    case "running":
      return {
        kind: "running",
        queueClass,
        since: task.startedAt ?? createdAt,
      };
    case "failed":
      return { kind: "dead", since: task.finishedAt ?? createdAt };
    case "succeeded":
    case "cancelled":
      return undefined;
  }
}
