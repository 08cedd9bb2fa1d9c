import type { UsageCounter } from "../../shared/app/usage/count-usage.ts";
import type { EndedRun } from "../../shared/domain/usage-events.ts";
import type { Task } from "../../shared/domain/task.ts";

export interface MemoryUsageCounter extends UsageCounter {
  readonly runs: readonly EndedRun[];
  readonly ends: readonly Task[];
  /** How many ends were there when it was last put. */
  readonly written: () => number;
}

export function memoryUsageCounter(): MemoryUsageCounter {
  const runs: EndedRun[] = [];
  const ends: Task[] = [];
  let written = 0;
  const put = async (): Promise<void> => {
    written = ends.length;
  };
  return {
    runs,
    ends,
    written: () => written,
    ran: (run) => runs.push(run),
    ended: (task) => ends.push(task),
    put,
    keepPutting: async (stop) => {
      if (!stop.aborted)
        await new Promise((resolve) => {
          stop.addEventListener("abort", resolve, { once: true });
        });
      await put();
    },
  };
}
