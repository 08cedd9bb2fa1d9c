/** Everything behind `wait-task`. */
import {
  readTask,
  type WaitForTask,
  waitForTask,
} from "../../app/read-tasks.ts";
import { type ShowTask, showTask } from "../../app/show-task.ts";
import { loadTasksConfig } from "../config.ts";
import type { HttpDeps } from "../http/http-function.ts";
import { foundation } from "./foundation.ts";

export function composeWaitTask(): {
  readonly wait: WaitForTask;
  readonly show: ShowTask;
  readonly http: HttpDeps;
} {
  const config = loadTasksConfig();
  const base = foundation(config, "wait-task");
  const store = base.taskStore(config.tasksTable);
  return {
    wait: waitForTask({ ...base, store, readTask: readTask(store) }),
    show: showTask(base),
    http: base,
  };
}
