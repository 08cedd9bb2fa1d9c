import { closeHours } from "../../../../shared/app/usage/close-hours.ts";
import {
  countUsage,
  type UsageCounter,
} from "../../../../shared/app/usage/count-usage.ts";
import { readUsage } from "../../../../shared/app/usage/read-usage.ts";
import { readUsageTotal } from "../../../../shared/app/usage/read-usage-total.ts";
import { addUsage, type Usage } from "../../../../shared/domain/usage.ts";
import {
  usageOfEnd,
  usageOfRun,
} from "../../../../shared/domain/usage-events.ts";
import { aRun, aRunningTask, aTask } from "../../../builders/task.ts";
import { aWorld } from "../../../builders/world.ts";
import { memoryUsageStore } from "../../../fakes/memory-usage-store.ts";

/** The usage table in memory, and everything that writes and reads it, on one clock. */
export function aUsageWorld() {
  const world = aWorld();
  const usageStore = memoryUsageStore();
  const deps = { ...world, usageStore };
  return {
    ...deps,
    counter: (writer = "w-1"): UsageCounter => countUsage({ ...deps, writer }),
    closeHours: closeHours(deps),
    readUsage: readUsage(usageStore),
    readTotal: readUsageTotal(deps),
    /** As a writer puts it. */
    done: (at: Date, usage: Usage, writer = "w-1") =>
      usageStore.putMinute({ at, writer, version: 1, usage }),
  };
}

/** One task of an agent that succeeded by one run. */
export function oneSuccess(at: Date, agent = "ada"): Usage {
  const task = aRunningTask({ agent, notBefore: at, startedAt: at });
  return addUsage(
    usageOfRun({ task, run: aRun(), at }),
    usageOfEnd(aTask({ agent, status: "succeeded" })),
  );
}
