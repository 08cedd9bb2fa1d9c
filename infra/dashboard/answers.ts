/** What the service answers, as it is on the wire: by the schemas of its routes, so that the page cannot drift from them. */
import type { input } from "zod";
import type { AuditPage } from "../../functions/operator-api/audit-responses.ts";
import type { DeadLetterPage } from "../../functions/operator-api/desk-responses.ts";
import type { Health } from "../../functions/operator-api/health-responses.ts";
import type { QueueStatus } from "../../functions/operator-api/queue-responses.ts";
import type { RunningTasks } from "../../functions/operator-api/running-routes.ts";
import type { SessionStatus } from "../../functions/operator-api/session-responses.ts";
import type {
  ErrorStats,
  PerformanceStats,
  Stats,
  UsageStats,
} from "../../functions/operator-api/stats-responses.ts";
import type { Whoami } from "../../functions/operator-api/token-responses.ts";

export interface Answers {
  readonly status: input<typeof QueueStatus>;
  readonly running: input<typeof RunningTasks>;
  readonly usage: input<typeof UsageStats>;
  readonly failures: input<typeof DeadLetterPage>;
  readonly performance: input<typeof PerformanceStats>;
  readonly errors: input<typeof ErrorStats>;
  readonly stats: input<typeof Stats>;
  readonly session: input<typeof SessionStatus>;
  readonly health: input<typeof Health>;
  readonly trail: input<typeof AuditPage>;
}

export type Name = keyof Answers;
export type Who = input<typeof Whoami>;
export type QueueClass = keyof Answers["status"]["classes"];
export type GateName = keyof Answers["status"]["gates"];
export type Gate = Answers["status"]["gates"][GateName];
