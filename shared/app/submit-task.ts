/** Accepts a request: the row first, then the message, then the answer. */
import { type ClosedGate, closedGate } from "../domain/gate.ts";
import { newTask } from "../domain/new-task.ts";
import {
  correlationOf,
  type Priority,
  type Task,
  type TaskId,
} from "../domain/task.ts";
import { KEEP_KEY_MS, later, MAX_AHEAD_MS } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { TaskContent, TaskStore } from "../ports/task-store.ts";
import type { AdmitTask, QueueFull } from "./admit-task.ts";
import type { AnnounceTask } from "./announce-task.ts";
import type { ExpectStart } from "./expect-start.ts";

export interface Submission {
  readonly agent: string;
  readonly priority: Priority;
  readonly timeoutMs: number;
  readonly executeAt?: Date;
  readonly callbackUrl?: string;
  readonly content: TaskContent;
  /** The same key and hash give back the first task; the key lasts a day. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
  /** By which the journal is searched. */
  readonly requestId?: string;
}

export type Submitted =
  | { readonly kind: "accepted"; readonly task: Task }
  /** The key was used for another body. */
  | { readonly kind: "key-reused" }
  /** `executeAt` is in the past or too far ahead: what is wrong, in words. */
  | { readonly kind: "bad-time"; readonly problem: string }
  | { readonly kind: "stopped"; readonly gate: ClosedGate }
  /** As many wait as may wait. */
  | QueueFull;

export type SubmitTask = (submission: Submission) => Promise<Submitted>;

export interface SubmitDeps {
  readonly store: Pick<TaskStore, "create" | "read" | "holdKey" | "findKey">;
  readonly admit: AdmitTask;
  readonly announce: AnnounceTask;
  readonly expectStart: ExpectStart;
  readonly closedGates: () => Promise<readonly ClosedGate[]>;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "record">;
  /** A random version-4 UUID. */
  readonly newTaskId: () => TaskId;
  readonly newId: () => string;
}

export function submitTask(deps: SubmitDeps): SubmitTask {
  /** A retry of a request whose process died after the key finds the key, and makes the same task. */
  const idOf = async (submission: Submission): Promise<TaskId | undefined> => {
    const fresh = deps.newTaskId();
    const { agent, idempotency } = submission;
    if (!idempotency) return fresh;
    const { key, bodyHash } = idempotency;
    const now = deps.clock.now();
    const holder = await deps.store.holdKey(
      { agent, key },
      { taskId: fresh, bodyHash },
      now,
      later(now, KEEP_KEY_MS),
    );
    return holder.bodyHash === bodyHash ? holder.taskId : undefined;
  };

  /** The first task of a request that was sent more than once. */
  const again = (task: Task): Submitted => {
    deps.journal.note({ event: "submission-repeated", taskId: task.id });
    return { kind: "accepted", task };
  };

  /** The answer to a request that came before; a key is not taken by one that is refused. */
  const repeated = async (
    submission: Submission,
  ): Promise<Submitted | undefined> => {
    const { agent, idempotency } = submission;
    if (!idempotency) return undefined;
    const { key, bodyHash } = idempotency;
    const holder = await deps.store.findKey({ agent, key }, deps.clock.now());
    if (!holder) return undefined;
    if (holder.bodyHash !== bodyHash) return { kind: "key-reused" };
    const first = await deps.store.read(holder.taskId);
    return first && again(first);
  };

  return async (submission) => {
    const now = deps.clock.now();
    const problem = problemOf(submission.executeAt, now);
    if (problem !== undefined)
      return (await repeated(submission)) ?? { kind: "bad-time", problem };
    const id = await idOf(submission);
    if (id === undefined) return { kind: "key-reused" };
    const first = submission.idempotency && (await deps.store.read(id));
    if (first) return again(first);
    const gate = closedGate(await deps.closedGates(), now);
    if (gate?.name === "emergency") return { kind: "stopped", gate };

    const { content, idempotency: _, ...rest } = submission;
    const dispatchId = deps.newId();
    const accepted = newTask({ ...rest, id, dispatchId }, now);
    const predictedStartAt = await deps.expectStart(accepted);
    const task = { ...accepted, ...(predictedStartAt && { predictedStartAt }) };
    const admitted = await deps.admit(task);
    if (admitted.kind === "full") {
      // The place may have gone to the same request, which was sent twice at once.
      const same = submission.idempotency && (await deps.store.read(id));
      return same ? again(same) : admitted;
    }
    let isCreated = false;
    try {
      isCreated = await deps.store.create(task, content);
    } finally {
      admitted.settle(isCreated);
    }
    if (!isCreated) {
      // Somebody with the same key was quicker: theirs is the first task.
      const quicker = await deps.store.read(id);
      return again(quicker ?? task);
    }
    deps.journal.note({
      event: "task-accepted",
      ...correlationOf(task),
      agent: task.agent,
      queueClass: task.queueClass,
    });
    await deps.announce(task);
    deps.metrics.record({
      values: { TasksAccepted: 1 },
      dimensions: { Class: task.queueClass },
      properties: { agent: task.agent, taskId: task.id },
    });
    return { kind: "accepted", task };
  };
}

/** Judged only for a new task: a repeated request may come after its time. */
function problemOf(executeAt: Date | undefined, now: Date): string | undefined {
  if (!executeAt) return undefined;
  if (executeAt < now)
    return "is in the past; leave it out to run the task as soon as possible";
  if (executeAt > later(now, MAX_AHEAD_MS))
    return "is more than 365 days ahead; choose an earlier time";
  return undefined;
}
