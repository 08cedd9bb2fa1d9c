/** How much waits and runs in each class, and how many tasks have failed. */
import type { Standing, StandingTask } from "../domain/standing.ts";
import type { QueueClass } from "../domain/task.ts";
import type { Clock } from "../ports/clock.ts";
import type { TaskStore } from "../ports/task-store.ts";
import { standingPages } from "./standing-pages.ts";

export interface ClassCount {
  /** What waits for nothing but a place, a gate or the login. */
  readonly waiting: number;
  /** What waits for its time. */
  readonly delayed: number;
  readonly running: number;
  /** How long the oldest of those that may start has been able to; `null` when there is none. */
  readonly oldestAgeMs: number | null;
}

export interface StandingCounts {
  readonly classes: Readonly<Record<QueueClass, ClassCount>>;
  readonly deadLetters: number;
}

/** May lag behind the last writes by a moment. */
export type CountStanding = () => Promise<StandingCounts>;

const PAGE = 1_000;
/** Nothing is counted further. */
const AT_MOST = 1_000_000;

export function countStanding(deps: {
  readonly store: Pick<TaskStore, "listStanding" | "countStanding">;
  readonly clock: Pick<Clock, "now">;
}): CountStanding {
  const { store } = deps;

  const count = (standing: Standing): Promise<number> =>
    store.countStanding(standing, AT_MOST);

  /** Since when each of those that wait in a class may start; in the future: it waits for its time. */
  const startTimes = async (queueClass: QueueClass): Promise<number[]> => {
    const times: number[] = [];
    const waiting: Standing = { kind: "waiting", queueClass };
    for await (const tasks of standingPages(store, waiting, PAGE))
      for (const task of tasks) times.push(mayStartSince(task));
    return times;
  };

  const countClass = async (queueClass: QueueClass): Promise<ClassCount> => {
    const now = deps.clock.now().getTime();
    const [times, blocked, running] = await Promise.all([
      startTimes(queueClass),
      count({ kind: "blocked", queueClass }),
      count({ kind: "running", queueClass }),
    ]);
    const ready = times.filter((time) => time <= now);
    const oldest = ready.reduce((one, other) => Math.min(one, other), now);
    return {
      waiting: ready.length + blocked,
      delayed: times.length - ready.length,
      running,
      oldestAgeMs: ready.length > 0 ? now - oldest : null,
    };
  };

  return async () => {
    const [deadLetters, urgent, high, normal, scheduled, low] =
      await Promise.all([
        count({ kind: "dead" }),
        countClass("urgent"),
        countClass("high"),
        countClass("normal"),
        countClass("scheduled"),
        countClass("low"),
      ]);
    return { deadLetters, classes: { urgent, high, normal, scheduled, low } };
  };
}

const mayStartSince = ({ since, notBefore }: StandingTask): number =>
  Math.max(since.getTime(), notBefore.getTime());
