/** The tasks of all agents that run now, without what they were asked and what they say. */
import { QUEUE_CLASSES, type QueueClass, type TaskId } from "../domain/task.ts";
import type { TaskStore } from "../ports/task-store.ts";

export interface RunningTask {
  readonly taskId: TaskId;
  readonly agent: string;
  readonly queueClass: QueueClass;
  readonly startedAt: Date;
}

/** The one that runs longest first; may lag behind the last writes by a moment. */
export type ListRunning = () => Promise<readonly RunningTask[]>;

/** In each class; there are seldom more than an executor has slots. */
const AT_MOST = 100;

export function listRunning(
  store: Pick<TaskStore, "listStanding">,
): ListRunning {
  const runningIn = async (
    queueClass: QueueClass,
  ): Promise<readonly RunningTask[]> => {
    const page = await store.listStanding(
      { kind: "running", queueClass },
      { limit: AT_MOST },
    );
    return page.tasks.map(({ id: taskId, agent, since: startedAt }) => ({
      taskId,
      agent,
      queueClass,
      startedAt,
    }));
  };
  return async () => {
    const classes = await Promise.all(QUEUE_CLASSES.map(runningIn));
    return classes
      .flat()
      .toSorted(
        (one, other) => one.startedAt.getTime() - other.startedAt.getTime(),
      );
  };
}
