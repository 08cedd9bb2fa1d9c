/** Everything behind `agent-api`. */
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import { admitTask } from "../../app/admit-task.ts";
import { announceTask } from "../../app/announce-task.ts";
import { type CancelTask, cancelTask } from "../../app/cancel-task.ts";
import { expectStart, recentDepths } from "../../app/expect-start.ts";
import { type ListTasks, listTasks } from "../../app/list-tasks.ts";
import { type ReadTask, readTask } from "../../app/read-tasks.ts";
import { type ShowTask, showTask } from "../../app/show-task.ts";
import { type SubmitTask, submitTask } from "../../app/submit-task.ts";
import { closedGate, type ClosedGate } from "../../domain/gate.ts";
import type { TaskId } from "../../domain/task.ts";
import { type WishLimits, wishLimitsOf } from "../../domain/wish-limits.ts";
import { loadTasksAndQueuesConfig, loadUsageTable } from "../config.ts";
import type { HttpDeps } from "../http/http-function.ts";
import { remember } from "../remember.ts";
import { type CallbackProblem, callbackProblem } from "./callback-problem.ts";
import { foundation } from "./foundation.ts";
import { composeCounter } from "./usage.ts";

export interface AgentApi {
  readonly submit: SubmitTask;
  /** The emergency stop, while one is in force. */
  readonly stop: () => Promise<ClosedGate | undefined>;
  readonly read: ReadTask;
  readonly list: ListTasks;
  readonly cancel: CancelTask;
  readonly show: ShowTask;
  readonly wishLimits: () => Promise<WishLimits>;
  readonly callbackProblem: CallbackProblem;
  readonly http: HttpDeps;
}

/** They change once a minute. */
const DEPTHS_MS = 10_000;

export function composeAgentApi(): AgentApi {
  const config = loadTasksAndQueuesConfig();
  const base = foundation(config, "agent-api");
  const store = base.taskStore(config.tasksTable);
  const queue = sqsTaskQueue(config.queueUrls);
  const { head } = base.control;
  const usageStore = base.usageStore(loadUsageTable());
  const read = readTask(store);
  const caps = base.settings;
  return {
    read,
    submit: submitTask({
      ...base,
      newTaskId: () => base.newId() as TaskId,
      store,
      admit: admitTask({ ...base, ...base.control, store, caps }),
      announce: announceTask({ ...base, store, queue }),
      closedGates: base.closedGates,
      expectStart: expectStart({
        ...base,
        depths: remember(
          () => recentDepths(usageStore, base.clock),
          DEPTHS_MS,
          base.clock,
        ),
      }),
    }),
    stop: async () => {
      const gate = closedGate(await base.closedGates(), base.clock.now());
      return gate?.name === "emergency" ? gate : undefined;
    },
    list: listTasks(store),
    cancel: cancelTask({
      ...base,
      store,
      head,
      readTask: read,
      usage: composeCounter(base, "agent-api"),
    }),
    show: showTask(base),
    callbackProblem: callbackProblem(base),
    wishLimits: async () => wishLimitsOf(await base.settings()),
    http: base,
  };
}
