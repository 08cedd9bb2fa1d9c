/** A task as its agent sees it on the wire. Times are ISO 8601 UTC, durations milliseconds. */
import { attemptsOf, type Callback, type Task } from "../../domain/task.ts";
import type { ShownTask } from "../../app/show-task.ts";
import type { WholeTask } from "../../ports/task-store.ts";
import type { Wire } from "./route.ts";
import type { TaskSchema } from "./task-schema.ts";

export function toTaskView(shown: ShownTask): Wire<typeof TaskSchema> {
  const { task, metadata, result, startsAt } = shown;
  const { lastRun, error } = task;
  return {
    taskId: task.id,
    agent: task.agent,
    status: task.status,
    priority: task.priority,
    success: successOf(task),
    result,
    error,
    warnings: lastRun?.warnings,
    executionTime: lastRun?.executionTimeMs,
    attempts: attemptsOf(task),
    sessionId: lastRun?.sessionId,
    usage: lastRun?.usage,
    truncated: lastRun?.truncated,
    resultBytes: lastRun?.resultBytes,
    createdAt: task.createdAt,
    executeAt: task.executeAt,
    startedAt: task.startedAt,
    finishedAt: task.finishedAt,
    predictedStartAt: startsAt,
    callback: task.callback && toCallbackView(task.callback),
    metadata,
  };
}

/** A failed task with all that it went through. */
export function toDeadLetterView(whole: WholeTask) {
  const { history, lapses, returns } = whole.task;
  return { ...toTaskView(whole), history, lapses, returns };
}

/** What `POST /tasks` answers. */
export const toReceiptView = ({ task, startsAt }: ShownTask) => ({
  taskId: task.id,
  status: task.status,
  priority: task.priority,
  createdAt: task.createdAt,
  predictedStartAt: startsAt,
});

/** Without its id, which is for receivers. */
const toCallbackView = ({ id: _, ...rest }: Callback) => rest;

function successOf(task: Task): boolean | undefined {
  switch (task.status) {
    case "succeeded":
      return true;
    case "failed":
    case "cancelled":
      return false;
    case "scheduled":
    case "queued":
    case "running":
    case "blocked":
      return undefined;
  }
}
