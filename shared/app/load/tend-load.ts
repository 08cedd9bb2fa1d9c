/** Each minute: decides anew what the usage windows hold back, also by what is expected of them. */
import type { WindowReading } from "../../domain/load/load-state.ts";
import {
  expectedSoon,
  rateLimitRisk,
} from "../../domain/prediction/rate-limit-risk.ts";
import type { Statistics } from "../../domain/prediction/statistics.ts";
import type { Settings } from "../../domain/settings.ts";
import { later } from "../../domain/timing.ts";
import { PERIOD_MS } from "../../domain/usage-period.ts";
import type { Clock } from "../../ports/clock.ts";
import type { UsageStore } from "../../ports/usage-store.ts";
import type { ReconsiderLoad } from "./reconsider-load.ts";

export function tendLoad(deps: {
  readonly usageStore: Pick<UsageStore, "depths">;
  readonly statistics: Statistics;
  readonly reconsider: ReconsiderLoad;
  readonly settings: () => Promise<Pick<Settings, "loadManagement">>;
  readonly clock: Pick<Clock, "now">;
}): () => Promise<object> {
  return async () => {
    const now = deps.clock.now();
    const range = { from: later(now, -PERIOD_MS.hour), to: later(now, 1) };
    const [depths, { loadManagement }] = await Promise.all([
      deps.usageStore.depths(range),
      deps.settings(),
    ]);
    const risk = rateLimitRisk(depths, now, deps.statistics);
    const expected = new Map(
      risk?.windows.map((window) => [window.name, expectedSoon(window, now)]),
    );
    // The first first: of several the last word counts.
    const told = depths.flatMap(({ windows = [] }) => windows);
    const readings = told.map((window): WindowReading => {
      const soon = expected.get(window.name) ?? null;
      return { ...window, expected: soon };
    });
    await deps.reconsider(loadManagement, readings);
    return {};
  };
}
