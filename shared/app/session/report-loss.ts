/** What an executor does whose run found no login: it closes the gate for all, and tells people. */
import { OWN_ACTOR } from "../../domain/audit.ts";
import { limitText } from "../../domain/limit-text.ts";
import type { Loss } from "../../domain/session.ts";
import { isStale, lost } from "../../domain/session-steps.ts";
import { amendSession } from "./amend-session.ts";
import type { IssueDeps } from "./session-deps.ts";
import { tendNow } from "./tend-issue.ts";

/** A run that ended without a login. */
export interface LoginRefusal extends Pick<
  Loss,
  "cause" | "reason" | "executorId" | "taskId"
> {
  readonly startedAt: Date;
}

export interface LossReport {
  /**
   * `lost`: this report closed the gate. `known`: it was closed. `stale`: the run began before the
   * login came back, and says nothing about it; its task may run again at once.
   */
  readonly kind: "lost" | "known" | "stale";
  /**
   * Tells people, if that falls to whoever reported this: to be called once the task is recorded
   * as blocked, so that the issue counts it, and within 5 s. Never rejects; where nobody calls it,
   * or it fails, the cron tells them.
   */
  readonly tell: () => Promise<void>;
}

/** Rejects with a `StoreError`: the gate could not be closed then, and the next run finds out again. */
export type ReportLoss = (refusal: LoginRefusal) => Promise<LossReport>;

const MAX_REASON_BYTES = 300;

export function reportLoss(deps: IssueDeps): ReportLoss {
  const { sessions, clock, journal } = deps;

  return async ({ startedAt, reason, ...refusal }) => {
    const loss: Loss = {
      ...refusal,
      reason: limitText(reason, MAX_REASON_BYTES).text,
      incident: deps.newId(),
      at: clock.now(),
    };
    const { session, isDone } = await amendSession(sessions, (seen) => {
      if (seen.loss?.incident === loss.incident) return seen;
      return isStale(seen, startedAt) ? undefined : lost(seen, loss);
    });
    if (!isDone) {
      const kind = isStale(session, startedAt) ? "stale" : "known";
      return { kind, tell: () => Promise.resolve() };
    }
    journal.note({ event: "session-lost", level: "error", ...loss });
    await deps.audit({
      action: "session-lost",
      actor: OWN_ACTOR,
      reason: loss.reason,
      detail: { ...refusal },
    });
    return { kind: "lost", tell: () => tendNow(deps) };
  };
}
