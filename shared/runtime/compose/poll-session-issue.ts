/** Everything behind `poll-session-issue`. */
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import { announceTask } from "../../app/announce-task.ts";
import {
  type FreeBlocked,
  freeBlocked,
} from "../../app/session/free-blocked.ts";
import { type TendIssue, tendIssue } from "../../app/session/tend-issue.ts";
import { loadTasksAndQueuesConfig } from "../config.ts";
import type { ScheduledDeps } from "../scheduled-function.ts";
import { composeStop } from "./emergency-stop.ts";
import { foundation } from "./foundation.ts";
import { composePeople } from "./people.ts";
import { sessionDeps } from "./session.ts";

export function composePollSessionIssue(): {
  readonly tend: TendIssue;
  readonly free: FreeBlocked;
  readonly completeStop: () => Promise<void>;
  readonly scheduled: ScheduledDeps;
} {
  const config = loadTasksAndQueuesConfig();
  const base = foundation(config, "poll-session-issue");
  const store = base.taskStore(config.tasksTable);
  const queue = sqsTaskQueue(config.queueUrls);
  const people = composePeople(config.stage, base.clock);
  const announce = announceTask({ ...base, store, queue });
  const stop = composeStop(base, store, people);
  return {
    tend: tendIssue(sessionDeps(base, store, people)),
    free: freeBlocked({ ...base, store, announce }),
    completeStop: () => stop.complete(),
    scheduled: base,
  };
}
