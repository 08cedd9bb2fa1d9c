import type { UsageCounter } from "../../shared/app/usage/count-usage.ts";
import type { EndedRun } from "../../shared/domain/usage-events.ts";
import type { ServiceLooks } from "../../shared/domain/service-looks.ts";
import type { Task } from "../../shared/domain/task.ts";

export interface MemoryUsageCounter extends UsageCounter {
  readonly runs: readonly EndedRun[];
  readonly ends: readonly Task[];
  readonly looks: readonly ServiceLooks[];
  /** How many ends were there when it was last put. */
  readonly written: () => number;
}

export function memoryUsageCounter(): MemoryUsageCounter {
  const runs: EndedRun[] = [];
  const ends: Task[] = [];
  const looks: ServiceLooks[] = [];
  let written = 0;
  const put = async (): Promise<void> => {
    written = ends.length;
  };
  return {
    runs,
    ends,
    looks,
    written: () => written,
    ran: (run) => runs.push(run),
    ended: (task) => ends.push(task),
    looked: (service) => looks.push(service),
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
