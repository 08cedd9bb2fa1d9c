/** A task at the moment of its acceptance. */
import type { Priority, Task, TaskId } from "./task.ts";
import { wakeAtUnsent } from "./transitions.ts";

export interface Acceptance {
  readonly id: TaskId;
  readonly agent: string;
  readonly priority: Priority;
  readonly timeoutMs: number;
  readonly executeAt?: Date;
  readonly callbackUrl?: string;
  readonly dispatchId: string;
  readonly requestId?: string;
}

export function newTask(accepted: Acceptance, now: Date): Task {
  const notBefore = accepted.executeAt ?? now;
  return {
    ...accepted,
    queueClass: accepted.executeAt ? "scheduled" : accepted.priority,
    status: accepted.executeAt ? "scheduled" : "queued",
    fence: 0,
    notBefore,
    wakeAt: wakeAtUnsent(notBefore, now),
    failures: 0,
    forgiven: 0,
    refusals: 0,
    history: [],
    lapses: 0,
    returns: 0,
    createdAt: now,
  };
}
