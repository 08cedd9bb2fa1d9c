/** Accepts a request: the row first, then the message, then the answer. */
import type { ClosedGate } from "../domain/gate.ts";
import { newTask } from "../domain/new-task.ts";
import type { Priority, Task, TaskId } from "../domain/task.ts";
import { KEEP_KEY_MS, later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { TaskContent, TaskStore } from "../ports/task-store.ts";
import type { AnnounceTask } from "./announce-task.ts";

export interface Submission {
  readonly agent: string;
  readonly priority: Priority;
  readonly timeoutMs: number;
  readonly executeAt?: Date;
  readonly callbackUrl?: string;
  readonly content: TaskContent;
  /** The same key and hash give back the first task; the key lasts a day. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string };
}

export type Submitted =
  | { readonly kind: "accepted"; readonly task: Task }
  /** The key was used for another body. */
  | { readonly kind: "key-reused" }
  | { readonly kind: "stopped"; readonly gate: ClosedGate };

export type SubmitTask = (submission: Submission) => Promise<Submitted>;

export interface SubmitDeps {
  readonly store: Pick<TaskStore, "create" | "read" | "holdKey">;
  readonly announce: AnnounceTask;
  readonly closedGates: () => Promise<readonly ClosedGate[]>;
  readonly clock: Pick<Clock, "now">;
  readonly metrics: Pick<Metrics, "record">;
  /** A random version-4 UUID. */
  readonly newId: () => string;
}

export function submitTask(deps: SubmitDeps): SubmitTask {
  /** A retry of a request whose process died after the key finds the key, and makes the same task. */
  const idOf = async (submission: Submission): Promise<TaskId | undefined> => {
    const fresh = deps.newId() as TaskId;
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

  return async (submission) => {
    const emergency = (await deps.closedGates()).find(
      (gate) => gate.name === "emergency",
    );
    if (emergency) return { kind: "stopped", gate: emergency };
    const id = await idOf(submission);
    if (id === undefined) return { kind: "key-reused" };

    const { content, idempotency: _, ...rest } = submission;
    const dispatchId = deps.newId();
    const task = newTask({ ...rest, id, dispatchId }, deps.clock.now());
    if (!(await deps.store.create(task, content))) {
      const first = await deps.store.read(id);
      return { kind: "accepted", task: first ?? task };
    }
    await deps.announce(task);
    deps.metrics.record({
      values: { TasksAccepted: 1 },
      dimensions: { Class: task.queueClass },
      properties: { agent: task.agent, taskId: task.id },
    });
    return { kind: "accepted", task };
  };
}
