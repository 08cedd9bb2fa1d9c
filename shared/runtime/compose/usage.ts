/** Who counts what was done, who keeps the counts in order, and who tells of them. */
import { countStanding, type CountStanding } from "../../app/count-standing.ts";
import { closeHours } from "../../app/usage/close-hours.ts";
import { countUsage, type UsageCounter } from "../../app/usage/count-usage.ts";
import { noteDepth } from "../../app/usage/note-depth.ts";
import { predictNothing } from "../../app/usage/predict.ts";
import { type ReadDetails, readDetails } from "../../app/usage/read-details.ts";
import { type ReadStats, readStats } from "../../app/usage/read-stats.ts";
import { readUsage } from "../../app/usage/read-usage.ts";
import { readUsageTotal } from "../../app/usage/read-usage-total.ts";
import {
  type UsageWish,
  type UsageWishProblem,
  usageWishProblem,
} from "../../domain/usage-query.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { loadUsageTable } from "../config.ts";
import type { Foundation } from "./foundation.ts";

/** @param part which deployable counts: each of its processes writes rows of its own */
export function composeCounter(base: Foundation, part: string): UsageCounter {
  const usageStore = base.usageStore(loadUsageTable());
  const writer = `${part}-${base.newId()}`;
  return countUsage({ ...base, usageStore, writer });
}

export function composeUpkeep(
  base: Foundation,
  store: Pick<TaskStore, "listStanding" | "countStanding">,
): {
  readonly closeHours: () => Promise<object>;
  readonly noteDepth: () => Promise<object>;
} {
  const deps = { ...base, usageStore: base.usageStore(loadUsageTable()) };
  const count = countStanding({ ...base, store });
  return {
    closeHours: closeHours(deps),
    noteDepth: noteDepth({ ...deps, count }),
  };
}

export interface Statistics {
  readonly stats: ReadStats;
  readonly details: ReadDetails;
  /** Why nothing can be told of such a time. */
  readonly problem: (wish: UsageWish) => UsageWishProblem | undefined;
}

export function composeStatistics(
  base: Foundation,
  count: CountStanding,
): Statistics {
  const usageStore = base.usageStore(loadUsageTable());
  const read = {
    clock: base.clock,
    readUsage: readUsage(usageStore),
    readTotal: readUsageTotal({ ...base, usageStore }),
  };
  const { executors } = base.control;
  const deps = { ...read, executors, count, predict: predictNothing };
  return {
    stats: readStats(deps),
    details: readDetails(read),
    problem: (wish) => usageWishProblem(wish, base.clock.now()),
  };
}
