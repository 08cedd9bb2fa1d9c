/** Everything behind `dispatch-scheduled`. */
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import { announceTasks } from "../../app/announce-tasks.ts";
import { sweep, type Swept } from "../../app/sweep.ts";
import { loadTasksAndQueuesConfig } from "../config.ts";
import type { ScheduledDeps } from "../scheduled-function.ts";
import { foundation } from "./foundation.ts";

export function composeDispatchScheduled(): {
  readonly sweep: (budgetMs: number) => Promise<Swept>;
  readonly scheduled: ScheduledDeps;
} {
  const config = loadTasksAndQueuesConfig();
  const base = foundation(config, "dispatch-scheduled");
  const store = base.taskStore(config.tasksTable);
  const queue = sqsTaskQueue(config.queueUrls);
  return {
    sweep: sweep({
      ...base,
      store,
      announceAll: announceTasks({ ...base, store, queue }),
    }),
    scheduled: base,
  };
}
