/** What operators do with single tasks: the dead-letter desk, and a change of class. */
import { announceTask } from "../../app/announce-task.ts";
import type { AuditDeed } from "../../app/audit-deed.ts";
import {
  type ChangePriority,
  changePriority,
} from "../../app/change-priority.ts";
import {
  type ListDeadLetters,
  listDeadLetters,
} from "../../app/list-dead-letters.ts";
import {
  type RedriveDeadLetters,
  redriveDeadLetters,
} from "../../app/redrive-dead-letters.ts";
import { queueAgain, type RetryTask, retryTask } from "../../app/retry-task.ts";
import { type ShowTask, showTask } from "../../app/show-task.ts";
import type { TaskQueue } from "../../ports/task-queue.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { Foundation } from "./foundation.ts";

export interface Desk {
  readonly retry: RetryTask;
  readonly deadLetters: ListDeadLetters;
  readonly redrive: RedriveDeadLetters;
  readonly changePriority: ChangePriority;
  readonly show: ShowTask;
}

export function composeDesk(
  given: Foundation & {
    readonly store: TaskStore;
    readonly queue: Pick<TaskQueue, "send">;
    readonly audit: AuditDeed;
  },
): Desk {
  const deps = { ...given, announce: announceTask(given) };
  const desk = { ...deps, queueAgain: queueAgain(deps) };
  return {
    retry: retryTask(desk),
    deadLetters: listDeadLetters(given.store),
    redrive: redriveDeadLetters(desk),
    changePriority: changePriority(desk),
    show: showTask(given),
  };
}
