/** Everything behind `operator-api`. */
import {
  PROMETHEUS_MEDIA_TYPE,
  writeFamilies,
} from "../../adapters/prometheus/write-families.ts";
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import {
  type AdministerTokens,
  administerTokens,
} from "../../app/administer-tokens.ts";
import { type CheckHealth, checkHealth } from "../../app/check-health.ts";
import { type ClearQueue, clearQueue } from "../../app/clear-queue.ts";
import { countStanding } from "../../app/count-standing.ts";
import { type ListRunning, listRunning } from "../../app/list-running.ts";
import { exposeMetrics } from "../../app/exposition/expose-metrics.ts";
import { type PauseQueue, pauseQueue } from "../../app/pause-queue.ts";
import {
  readQueueStatus,
  type ReadQueueStatus,
} from "../../app/read-queue-status.ts";
import { type ResumeQueue, resumeQueue } from "../../app/resume-queue.ts";
import {
  type SayRestored,
  sayRestored,
} from "../../app/session/say-restored.ts";
import {
  sessionStatus,
  type SessionStatus,
} from "../../app/session/session-status.ts";
import { waitingTasks } from "../../app/session/waiting-tasks.ts";
import {
  changeSettings,
  type ChangeSettings,
} from "../../app/settings/change-settings.ts";
import type { ReadSettings } from "../../app/settings/read-settings.ts";
import type { AuditTrail } from "../../ports/audit-trail.ts";
import { loadTasksAndQueuesConfig } from "../config.ts";
import type { HttpDeps } from "../http/http-function.ts";
import { newSecret } from "../issue-token.ts";
import { remember } from "../remember.ts";
import { composeDesk, type Desk } from "./desk.ts";
import { foundation } from "./foundation.ts";
import { composeCounter, composeStatistics, type Statistics } from "./usage.ts";

export interface OperatorApi {
  readonly health: CheckHealth;
  readonly queueStatus: ReadQueueStatus;
  readonly running: ListRunning;
  readonly pause: PauseQueue;
  readonly resume: ResumeQueue;
  readonly clear: ClearQueue;
  readonly sessionStatus: () => Promise<SessionStatus>;
  readonly sayRestored: SayRestored;
  readonly trail: Pick<AuditTrail, "list">;
  readonly desk: Desk;
  readonly settings: {
    readonly read: ReadSettings;
    readonly change: ChangeSettings;
  };
  readonly tokens: AdministerTokens;
  readonly statistics: Statistics;
  /** All numbers in Prometheus' text format. */
  readonly prometheus: () => Promise<{
    readonly text: string;
    readonly mediaType: string;
  }>;
  readonly http: HttpDeps;
}

/** Counting reads a row for each task that waits, so it is not done for every look. */
const COUNTS_MS = 1_000;

export function composeOperatorApi(): OperatorApi {
  const config = loadTasksAndQueuesConfig();
  const base = foundation(config, "operator-api");
  const queue = sqsTaskQueue(config.queueUrls);
  const store = base.taskStore(config.tasksTable);
  const deps = { ...base, ...base.control, store };
  const count = remember(countStanding(deps), COUNTS_MS, base.clock);
  const queueStatus = readQueueStatus({ ...deps, count });
  const statistics = composeStatistics(base, count);
  const expose = exposeMetrics({ ...deps, ...statistics, queueStatus });
  return {
    health: checkHealth({ ...base.control, queue, clock: base.clock }),
    queueStatus,
    running: listRunning(store),
    pause: pauseQueue(deps),
    resume: resumeQueue(deps),
    clear: clearQueue({
      ...deps,
      usage: composeCounter(base, "operator-api"),
    }),
    sessionStatus: sessionStatus({
      ...deps,
      waiting: waitingTasks(store, ["blocked"]),
    }),
    sayRestored: sayRestored(deps),
    trail: base.control.trail,
    desk: composeDesk({ ...deps, queue }),
    settings: {
      read: base.readSettings,
      change: changeSettings({ ...base, ...base.settingsSource }),
    },
    tokens: administerTokens({ ...deps, newSecret }),
    statistics,
    prometheus: async () => ({
      text: await writeFamilies(await expose()),
      mediaType: PROMETHEUS_MEDIA_TYPE,
    }),
    http: base,
  };
}
