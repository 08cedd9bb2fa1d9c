/** Everything that a monitoring system may scrape: what was done so far, and how things stand. */
import {
  gaugeFamily,
  type MetricFamily,
  sample,
} from "../../domain/metric-family.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { ReadQueueStatus } from "../read-queue-status.ts";
import type { ReadUsageTotal } from "../usage/read-usage-total.ts";
import { stateFamilies } from "./state-families.ts";
import { usageFamilies } from "./usage-families.ts";

export type ExposeMetrics = () => Promise<readonly MetricFamily[]>;

export function exposeMetrics(deps: {
  readonly queueStatus: ReadQueueStatus;
  readonly readTotal: ReadUsageTotal;
  readonly sessions: Pick<SessionStore, "read">;
  readonly clock: Pick<Clock, "now">;
}): ExposeMetrics {
  return async () => {
    const [status, total, { session }] = await Promise.all([
      deps.queueStatus(),
      deps.readTotal(),
      deps.sessions.read(),
    ]);
    return [
      gaugeFamily(
        "ccsp_session_status",
        "1 while the CLI's login works, 0 while it is lost.",
        [sample(Number(session.state === "active"))],
      ),
      ...stateFamilies(status),
      ...usageFamilies(total, deps.clock.now()),
    ];
  };
}
