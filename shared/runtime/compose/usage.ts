/** Who counts what was done, who keeps the counts in order, and who tells of them. */
import { simpleStatistics } from "../../adapters/simple-statistics/statistics.ts";
import { countStanding, type CountStanding } from "../../app/count-standing.ts";
import { reconsiderLoad } from "../../app/load/reconsider-load.ts";
import { tendLoad } from "../../app/load/tend-load.ts";
import { measureState } from "../../app/measure-state.ts";
import { closeHours } from "../../app/usage/close-hours.ts";
import { countUsage, type UsageCounter } from "../../app/usage/count-usage.ts";
import { measureUsage } from "../../app/usage/measure-usage.ts";
import { noteDepth } from "../../app/usage/note-depth.ts";
import { noteService } from "../../app/usage/note-service.ts";
import { type Predict, predict } from "../../app/usage/predict.ts";
import { type ReadDetails, readDetails } from "../../app/usage/read-details.ts";
import { type ReadReport, readReport } from "../../app/usage/read-report.ts";
import { type ReadStats, readStats } from "../../app/usage/read-stats.ts";
import { readUsage } from "../../app/usage/read-usage.ts";
import {
  readUsageTotal,
  type ReadUsageTotal,
} from "../../app/usage/read-usage-total.ts";
import {
  type UsageWish,
  type UsageWishProblem,
  usageWishProblem,
} from "../../domain/usage-query.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { loadUsageTable } from "../config.ts";
import { remember } from "../remember.ts";
import type { Foundation } from "./foundation.ts";

/** Shorter than from one tick of the clock to the next. */
const COUNT_MS = 1_000;
const PREDICTED_MS = 5_000;

/**
 * Counts in the table, and by metrics.
 *
 * @param part which deployable counts: each of its processes writes rows of its own
 */
export function composeCounter(base: Foundation, part: string): UsageCounter {
  const usageStore = base.usageStore(loadUsageTable());
  const writer = `${part}-${base.newId()}`;
  return measureUsage(
    countUsage({ ...base, usageStore, writer }),
    base.metrics,
  );
}

export function composeUpkeep(
  base: Foundation,
  store: Pick<TaskStore, "listStanding" | "countStanding">,
  usage: Pick<UsageCounter, "looked">,
): {
  readonly closeHours: () => Promise<object>;
  readonly noteDepth: () => Promise<object>;
  readonly noteService: () => Promise<object>;
  readonly tendLoad: () => Promise<object>;
  readonly measureState: () => Promise<object>;
} {
  const deps = { ...base, usageStore: base.usageStore(loadUsageTable()) };
  // All look at the same moment: it is counted once.
  const count = remember(
    countStanding({ ...base, store }),
    COUNT_MS,
    base.clock,
  );
  return {
    closeHours: closeHours(deps),
    noteDepth: noteDepth({ ...deps, ...base.control, count }),
    tendLoad: tendLoad({
      ...deps,
      statistics: simpleStatistics,
      reconsider: reconsiderLoad({ ...base, ...base.control }),
    }),
    noteService: noteService({ ...base, ...base.control, usage, count }),
    measureState: measureState({ ...base, ...base.control, count }),
  };
}

export interface Statistics {
  readonly stats: ReadStats;
  readonly details: ReadDetails;
  readonly report: ReadReport;
  readonly predict: Predict;
  readonly readTotal: ReadUsageTotal;
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
  // They are made of whole minutes.
  const foreseen = remember(
    predict({ ...base, usageStore, statistics: simpleStatistics }),
    PREDICTED_MS,
    base.clock,
  );
  const deps = { ...read, executors, count, predict: foreseen };
  return {
    stats: readStats(deps),
    details: readDetails(read),
    report: readReport({ ...read, usageStore }),
    predict: foreseen,
    readTotal: read.readTotal,
    problem: (wish) => usageWishProblem(wish, base.clock.now()),
  };
}
