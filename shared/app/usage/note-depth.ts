/** Notes each minute how much waits and runs, so that it can be told later what arrived. */
import { floorTo } from "../../domain/usage-period.ts";
import type { Clock } from "../../ports/clock.ts";
import type { UsageStore } from "../../ports/usage-store.ts";
import type { CountStanding } from "../count-standing.ts";

export function noteDepth(deps: {
  readonly count: CountStanding;
  readonly usageStore: Pick<UsageStore, "putDepth">;
  readonly clock: Pick<Clock, "now">;
}): () => Promise<object> {
  return async () => {
    const at = floorTo("minute", deps.clock.now());
    const { classes } = await deps.count();
    await deps.usageStore.putDepth({ at, classes });
    return {};
  };
}
