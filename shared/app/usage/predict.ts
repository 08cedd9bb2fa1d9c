/** What is to come, of how the last hour went; `null` where too little is known. */
import {
  type QueueOverflow,
  queueOverflow,
} from "../../domain/prediction/queue-overflow.ts";
import {
  type RateLimitRisk,
  rateLimitRisk,
} from "../../domain/prediction/rate-limit-risk.ts";
import {
  type ResourceUsage,
  resourceUsage,
} from "../../domain/prediction/resource-usage.ts";
import type { Statistics } from "../../domain/prediction/statistics.ts";
import type { Settings } from "../../domain/settings.ts";
import { later } from "../../domain/timing.ts";
import { PERIOD_MS } from "../../domain/usage-period.ts";
import type { Clock } from "../../ports/clock.ts";
import type { UsageStore } from "../../ports/usage-store.ts";

export interface Predictions {
  readonly rateLimitRisk: RateLimitRisk | null;
  readonly queueOverflow: QueueOverflow | null;
  readonly resourceUsage: ResourceUsage | null;
}

export type Predict = () => Promise<Predictions>;

export interface PredictDeps {
  readonly usageStore: Pick<UsageStore, "depths">;
  readonly settings: () => Promise<Pick<Settings, "maxQueuedPerClass">>;
  readonly statistics: Statistics;
  readonly clock: Pick<Clock, "now">;
}

export function predict(deps: PredictDeps): Predict {
  const { statistics, clock } = deps;
  return async () => {
    const now = clock.now();
    const range = { from: later(now, -PERIOD_MS.hour), to: later(now, 1) };
    const [depths, { maxQueuedPerClass }] = await Promise.all([
      deps.usageStore.depths(range),
      deps.settings(),
    ]);
    const cap = { now, maxQueuedPerClass };
    return {
      rateLimitRisk: rateLimitRisk(depths, now, statistics),
      queueOverflow: queueOverflow(depths, cap, statistics),
      resourceUsage: resourceUsage(depths, now, statistics),
    };
  };
}
