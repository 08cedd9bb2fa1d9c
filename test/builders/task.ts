import { randomUUID } from "node:crypto";
import type { CliRun } from "../../shared/domain/outcome.ts";
import type { Task, TaskId } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import type { TaskContent } from "../../shared/ports/task-store.ts";
import { START } from "../fakes/memory-clock.ts";

export const newTaskId = (): TaskId => randomUUID() as TaskId;

/** A task that waits for its first run, and may have it. */
export function aTask(fields: Partial<Task> = {}): Task {
  const priority = fields.priority ?? "normal";
  return {
    id: newTaskId(),
    agent: "alice",
    priority,
    queueClass: priority,
    status: "queued",
    fence: 0,
    dispatchId: "d-1",
    wakeAt: later(START, 30_000),
    notBefore: START,
    timeoutMs: 300_000,
    failures: 0,
    forgiven: 0,
    refusals: 0,
    history: [],
    lapses: 0,
    returns: 0,
    createdAt: START,
    ...fields,
  };
}

/** A task that an executor runs since START, with a lease of 30 s. */
export function aRunningTask(fields: Partial<Task> = {}): Task {
  const until = later(START, 30_000);
  return aTask({
    status: "running",
    fence: 1,
    lease: { executorId: "e-1", until },
    wakeAt: until,
    startedAt: START,
    ...fields,
  });
}

export const aContent = (fields: Partial<TaskContent> = {}): TaskContent => ({
  request: { prompt: "say fine" },
  ...fields,
});

/** A run that succeeded, unless told otherwise. */
export const aRun = (fields: Partial<CliRun> = {}): CliRun => ({
  outcome: "success",
  executionTimeMs: 1_234,
  ...fields,
});
