/** A task in words: one line for each thing that is known of it, then what it answered. */
import type { Task } from "../client/types.ts";
import { formatDuration } from "./duration.ts";

export function describeTask(task: Task): string {
  const lines = Object.entries(fieldsOf(task)).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  const width = Math.max(...lines.map(({ name }) => name.length)) + 2;
  const known = lines.map(({ name, value }) => name.padEnd(width) + value);
  return [
    ...known,
    ...(task.result === undefined ? [] : ["", task.result]),
  ].join("\n");
}

const fieldsOf = (
  task: Task,
): Readonly<Record<string, string | undefined>> => ({
  Task: task.taskId,
  State: stateOf(task),
  Agent: task.agent,
  Priority: task.priority,
  Created: task.createdAt,
  Scheduled: task.executeAt,
  Expected: task.startedAt === undefined ? task.predictedStartAt : undefined,
  Started: task.startedAt,
  Finished: task.finishedAt,
  Took:
    task.executionTime === undefined
      ? undefined
      : formatDuration(task.executionTime),
  Attempts: `${task.attempts}`,
  Error: task.error && `${task.error.code}: ${task.error.message}`,
  Warnings: task.warnings?.join("; "),
  Result: task.truncated
    ? `only the beginning of ${task.resultBytes ?? "many"} bytes`
    : undefined,
});

/** The state, and what holds the task back. */
export function stateOf({ status, error }: Task): string {
  if (status === "running" || status === "succeeded" || !error) return status;
  if (error.sessionTimeout) return `${status} (waits for a new login)`;
  if (error.unlockAt !== undefined)
    return `${status} (the account's limit ends ${error.unlockAt})`;
  return error.code === status ? status : `${status} (${error.code})`;
}
