/** Writes down what ran and what waited when an emergency stop was raised. */
import type { StopReport, StoppedRun } from "../domain/stop-report.ts";
import { QUEUE_CLASSES, type QueueClass } from "../domain/task.ts";
import type { StopStore } from "../ports/stop-store.ts";
import type { TaskStore } from "../ports/task-store.ts";

export interface ReportDeps {
  readonly store: Pick<TaskStore, "listStanding" | "countStanding">;
  readonly stop: Pick<StopStore, "report" | "replaceReport">;
}

export type StopIdentity = Pick<StopReport, "since" | "reason" | "actor">;

/** Idempotent: a stop that has its report keeps it. */
export type TakeStopReport = (stop: StopIdentity) => Promise<void>;

/** Of each class: what is more than a service can hold need not be told to the last. */
const MAX_COUNTED = 100_000;
/** More than so many runs are not named one by one. */
const MAX_RUNS_NAMED = 1_000;

export function takeStopReport(deps: ReportDeps): TakeStopReport {
  const countWaiting = async (queueClass: QueueClass): Promise<number> => {
    const kinds = ["waiting", "blocked"] as const;
    const counts = kinds.map((kind) =>
      deps.store.countStanding({ kind, queueClass }, MAX_COUNTED),
    );
    return (await Promise.all(counts)).reduce((sum, each) => sum + each);
  };

  const runsIn = async (
    queueClass: QueueClass,
  ): Promise<readonly StoppedRun[]> => {
    const { tasks } = await deps.store.listStanding(
      { kind: "running", queueClass },
      { limit: MAX_RUNS_NAMED },
    );
    return tasks.map(({ id: taskId, agent, since: startedAt }) => ({
      taskId,
      agent,
      queueClass,
      startedAt,
    }));
  };

  return async ({ since, reason, actor }) => {
    const seen = await deps.stop.report();
    if (seen.value?.since.getTime() === since.getTime()) return;
    // All at once: what ran is being ended, and begins to wait.
    const [runs, counts] = await Promise.all([
      Promise.all(QUEUE_CLASSES.map(runsIn)),
      Promise.all(QUEUE_CLASSES.map(countWaiting)),
    ]);
    const waiting = { urgent: 0, high: 0, normal: 0, scheduled: 0, low: 0 };
    QUEUE_CLASSES.forEach((each, index) => {
      waiting[each] = counts[index] ?? 0;
    });
    // Lost to somebody else: theirs tells the same.
    await deps.stop.replaceReport(seen, {
      since,
      reason,
      actor,
      running: runs.flat().slice(0, MAX_RUNS_NAMED),
      waiting,
      notice: {},
    });
  };
}
