/** What an executor stands on, and whom it tells how far it is. */
import type { Cli } from "../../ports/cli.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorRegistry } from "../../ports/control-store.ts";
import type { Journal } from "../../ports/journal.ts";
import type { ProcessGauge } from "../../ports/process-gauge.ts";
import type { ScaleIn } from "../../ports/scale-in.ts";
import type { EmergencyStop } from "../emergency-stop.ts";
import type { UsageCounter } from "../usage/count-usage.ts";
import type { AccountDeps } from "./follow-account.ts";
import type { LoadFollowerDeps } from "./follow-load.ts";
import type { SessionFollowerDeps } from "./follow-session.ts";
import type { FollowedSettings } from "./follow-settings.ts";
import type { OldestFirstDeps } from "./oldest-first.ts";
import type { WatchDeps } from "./watch-control.ts";
import type { EmergencyDeps } from "./watch-for-emergency.ts";
import type { AskedQueue } from "./watched-queue.ts";
import type { WorkDeps } from "./work-one-task.ts";

export interface ExecutorDeps
  extends
    Omit<
      WorkDeps,
      "slots" | "account" | "session" | "onSeen" | "onMisconfigured"
    >,
    Pick<AccountDeps, "limits" | "audit">,
    Pick<WatchDeps, "head" | "gates" | "store">,
    Pick<LoadFollowerDeps, "reconsider">,
    Pick<SessionFollowerDeps, "reportLoss" | "verifyLogin">,
    Pick<EmergencyDeps, "stop" | "memory"> {
  /** Of the service, as operators are told. */
  readonly version: string;
  readonly queue: AskedQueue;
  readonly store: WorkDeps["store"] &
    WatchDeps["store"] &
    OldestFirstDeps["store"];
  readonly cli: Cli;
  readonly executors: ExecutorRegistry;
  readonly usage: WorkDeps["usage"] & Pick<UsageCounter, "keepPutting">;
  readonly gauge: ProcessGauge;
  readonly emergency: Pick<EmergencyStop, "raise">;
  readonly settings: FollowedSettings;
  /** Absent: nobody ends executors to save money. */
  readonly scaleIn?: ScaleIn | undefined;
  readonly clock: Clock;
  readonly journal: Journal;
  /** How long what runs may go on after the stop. */
  readonly graceMs: number;
}

export interface ExecutorEvents {
  /** The CLI was checked and the gates were read: work is taken, or it was said why not. */
  onReady(): void;
  /** Nothing runs any more; only polls may be in flight. */
  onDrained(): void;
}
