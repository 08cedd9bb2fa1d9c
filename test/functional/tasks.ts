/** Brings tasks to states that only an executor brings them to, by the executor's own steps. */
import { randomUUID } from "node:crypto";
import type { OutcomeName } from "../../shared/domain/outcome.ts";
import type { QueueClass, Task, TaskId } from "../../shared/domain/task.ts";
import { afterRun } from "../../shared/domain/transitions.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadTasksConfig } from "../../shared/runtime/config.ts";
import type { Answer } from "./service.ts";

export interface Hand {
  /** By a message of the class where the task waits, unless told otherwise. */
  claim(taskId: TaskId, queueClass?: QueueClass): Promise<Task>;
  finish(taskId: TaskId, outcome: OutcomeName, result?: string): Promise<void>;
}

const LEASE_MS = 30_000;

/** To be made when the service has started: it finds the tables by the same variables. */
export function newHand(): Hand {
  const config = loadTasksConfig();
  const store = foundation(config, "test").taskStore(config.tasksTable);

  const claim: Hand["claim"] = async (taskId, queueClass) => {
    const seen = await store.read(taskId);
    const claimed =
      seen &&
      (await store.claim({
        taskId,
        queueClass: queueClass ?? seen.queueClass,
        executorId: "hand",
        now: new Date(),
        leaseUntil: new Date(Date.now() + LEASE_MS),
      }));
    if (!claimed) throw new Error(`${taskId} cannot be claimed`);
    return claimed.task;
  };
  return {
    claim,
    async finish(taskId, outcome, result) {
      const task = await claim(taskId);
      const run = { outcome, executionTimeMs: 42, reason: "so it went" };
      const dice = { random: 0, dispatchId: randomUUID() };
      const next = afterRun(task, run, new Date(), dice);
      const answer = result === undefined ? {} : { result };
      if (!(await store.transition(task, next, answer)))
        throw new Error(`${taskId} cannot be finished`);
    },
  };
}

/** The id in an answer. */
export const idOf = ({ body }: Answer): TaskId =>
  String(body["taskId"]) as TaskId;
