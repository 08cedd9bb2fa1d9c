/** Everything behind `dispatch-scheduled`. */
import { sqsDeadMessages } from "../../adapters/sqs/dead-messages.ts";
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import { announceTasks } from "../../app/announce-tasks.ts";
import { measureDispatch } from "../../app/measure-dispatch.ts";
import { openExpiredGates } from "../../app/open-expired-gates.ts";
import { sideBySide } from "../../app/side-by-side.ts";
import { sweep } from "../../app/sweep.ts";
import { takeDeadMessages } from "../../app/take-dead-messages.ts";
import { loadDispatchConfig } from "../config.ts";
import type { ScheduledDeps } from "../scheduled-function.ts";
import { composeCallbacks } from "./callbacks.ts";
import { foundation } from "./foundation.ts";
import { composeCounter, composeUpkeep } from "./usage.ts";

export function composeDispatchScheduled(): {
  /** @param budgetMs nothing is begun after so long */
  readonly dispatch: (budgetMs: number) => Promise<object>;
  readonly scheduled: ScheduledDeps;
} {
  const config = loadDispatchConfig();
  const base = foundation(config, "dispatch-scheduled");
  const store = base.taskStore(config.tasksTable);
  const queue = sqsTaskQueue(config.queueUrls);
  const usage = composeCounter(base, "dispatch-scheduled");
  const { closeHours, noteDepth, noteService, measureState, tendLoad } =
    composeUpkeep(base, store, usage);
  const sweepTasks = sweep({
    ...base,
    store,
    usage,
    announceAll: announceTasks({ ...base, store, queue }),
  });
  const takeDead = takeDeadMessages({
    ...base,
    store,
    usage,
    deadMessages: sqsDeadMessages(config.deadLettersUrl),
  });
  const openExpired = openExpiredGates({ ...base, ...base.control });
  const callbacks = composeCallbacks(base, store);
  return {
    dispatch: (budgetMs) =>
      measureDispatch(
        sideBySide(
          sweepTasks(budgetMs),
          takeDead(),
          openExpired(),
          callbacks.deliverDue(budgetMs),
          closeHours(),
          noteDepth(),
          noteService(),
          measureState(),
          tendLoad(),
        ).finally(usage.put),
        base.metrics,
      ),
    scheduled: base,
  };
}
