/** The commands for whoever runs the service, in the order of the help text. */
import type { Program } from "./base-program.ts";
import { addAudit } from "./commands/audit.ts";
import { addClear } from "./commands/clear.ts";
import { addDeadLetters } from "./commands/dead-letters.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addMetrics } from "./commands/metrics.ts";
import { addPause } from "./commands/pause.ts";
import { addPriority } from "./commands/priority.ts";
import { addQueue } from "./commands/queue.ts";
import { addRedrive } from "./commands/redrive.ts";
import { addReport } from "./commands/report.ts";
import { addResume } from "./commands/resume.ts";
import { addRetry } from "./commands/retry.ts";
import { addSession } from "./commands/session.ts";
import { addSettings } from "./commands/settings.ts";
import { addStats } from "./commands/stats.ts";
import { addStop } from "./commands/stop.ts";
import { addToken } from "./commands/token.ts";
import type { Deps } from "./deps.ts";

export const OPERATOR_COMMANDS: readonly ((
  program: Program,
  deps: Deps,
) => void)[] = [
  addQueue,
  addPause,
  addResume,
  addStop,
  addClear,
  addSession,
  addStats,
  addMetrics,
  addReport,
  addDeadLetters,
  addRedrive,
  addRetry,
  addPriority,
  addSettings,
  addToken,
  addAudit,
  addDoctor,
];
