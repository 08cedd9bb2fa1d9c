/** Everything since the beginning, for counters that only grow; without names of agents. */
import { later } from "../../domain/timing.ts";
import { PERIOD_MS } from "../../domain/usage-period.ts";
import {
  addUsage,
  NO_USAGE,
  sumUsage,
  type Usage,
} from "../../domain/usage.ts";
import type { Clock } from "../../ports/clock.ts";
import type { UsageStore } from "../../ports/usage-store.ts";

export type ReadUsageTotal = () => Promise<Usage>;

/** Minutes that no hour was made of are looked for as far back as that. */
const UNMADE_MS = 48 * PERIOD_MS.hour;

/** The total up to the last hour that was made, and the minutes since. */
export function readUsageTotal(deps: {
  readonly usageStore: Pick<UsageStore, "minutes" | "newestHour">;
  readonly clock: Pick<Clock, "now">;
}): ReadUsageTotal {
  const { usageStore, clock } = deps;
  return async () => {
    const to = later(clock.now(), PERIOD_MS.minute);
    const newest = await usageStore.newestHour(to);
    const from = newest
      ? later(newest.at, PERIOD_MS.hour)
      : later(to, -UNMADE_MS);
    const since = await usageStore.minutes({ from, to });
    const usage = sumUsage(since.map((row) => row.usage));
    const total = newest?.total ?? NO_USAGE;
    return addUsage(total, { ...usage, agents: NO_USAGE.agents });
  };
}
