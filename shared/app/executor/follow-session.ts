/** The login, as this executor meets it: tells its loss, and verifies it when that is asked for. */
import type { CliRun } from "../../domain/outcome.ts";
import type { SessionCause } from "../../domain/session.ts";
import type { TaskId } from "../../domain/task.ts";
import type { Journal } from "../../ports/journal.ts";
import type { LossReport, ReportLoss } from "../session/report-loss.ts";
import type { VerifyLogin } from "../session/verify-login.ts";

export interface SessionFollowerDeps {
  readonly executorId: string;
  readonly reportLoss: ReportLoss;
  readonly verifyLogin: VerifyLogin;
  readonly journal: Journal;
  /** Resolves when this executor has seen the gates as they are now. */
  readonly refresh: () => Promise<void>;
}

export interface SessionFollower {
  /**
   * What the run says about the login; `undefined` when it says nothing against it. Never rejects:
   * where the gate could not be closed, the next run finds the loss out again.
   */
  after(
    run: CliRun,
    of: { readonly taskId: TaskId; readonly startedAt: Date },
  ): Promise<LossReport | undefined>;
  /** To be called whenever the gate `session` was seen closed; one verification at a time. */
  look(stop: AbortSignal): void;
  /** Resolves when no verification is under way. */
  settled(): Promise<void>;
}

const causeOf = (run: CliRun): SessionCause | undefined =>
  run.outcome === "session-expired" || run.outcome === "billing"
    ? run.outcome
    : undefined;

export function followSession(deps: SessionFollowerDeps): SessionFollower {
  let verifying: Promise<void> | undefined;

  const verify = async (stop: AbortSignal): Promise<void> => {
    try {
      await deps.verifyLogin(stop);
    } catch (error) {
      deps.journal.note({ event: "not-verified", level: "error", error });
    }
    verifying = undefined;
  };

  return {
    async after(run, { taskId, startedAt }) {
      const cause = causeOf(run);
      if (!cause) return undefined;
      const { executorId } = deps;
      const reason = run.reason ?? cause;
      try {
        const loss = { cause, reason, executorId, taskId, startedAt };
        const report = await deps.reportLoss(loss);
        await deps.refresh();
        return report;
      } catch (error) {
        deps.journal.note({ event: "loss-not-told", level: "error", error });
        return { kind: "known", tell: () => Promise.resolve() };
      }
    },
    look(stop) {
      verifying ??= verify(stop);
    },
    settled: async () => {
      await verifying;
    },
  };
}
