/** Notes each minute how things stand, in one small row, so that it can be told later how they went. */
import { sumSamples } from "../../domain/process-sample.ts";
import { EXECUTOR_SEEN_MS, later } from "../../domain/timing.ts";
import type { Depth } from "../../domain/depth.ts";
import type { QueueClass } from "../../domain/task.ts";
import { floorTo, PERIOD_MS } from "../../domain/usage-period.ts";
import { sumUsage } from "../../domain/usage.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorRegistry } from "../../ports/control-store.ts";
import type { UsageStore } from "../../ports/usage-store.ts";
import type { CountStanding } from "../count-standing.ts";

export function noteDepth(deps: {
  readonly count: CountStanding;
  readonly usageStore: Pick<UsageStore, "putDepth" | "minutes">;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  readonly clock: Pick<Clock, "now">;
}): () => Promise<object> {
  const { usageStore, clock } = deps;

  const systemNow = async (): Promise<Pick<Depth, "system">> => {
    const since = later(clock.now(), -EXECUTOR_SEEN_MS);
    const seen = await deps.executors.seenSince(since);
    const sum = sumSamples(seen.flatMap(({ process }) => process ?? []));
    if (!sum) return {};
    const { memory, cpuCores } = sum;
    const slots = seen
      .filter(({ problem }) => problem === undefined)
      .reduce((all, each) => all + each.slots, 0);
    return { system: { memoryBytes: memory.rss, cpuCores, slots } };
  };

  return async () => {
    const at = floorTo("minute", clock.now());
    const [{ classes }, rows, system] = await Promise.all([
      deps.count(),
      usageStore.minutes({ from: later(at, -PERIOD_MS.minute), to: at }),
      systemNow(),
    ]);
    const usage = sumUsage(rows.map((row) => row.usage));
    const runs: Partial<Record<QueueClass, number>> = {};
    for (const [name, { run }] of usage.classes) runs[name] = run.count;
    const windows = [...usage.windows.values()];
    await usageStore.putDepth({ at, classes, runs, windows, ...system });
    return {};
  };
}
