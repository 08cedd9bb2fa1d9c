/** Everything behind `poll-session-issue`. */
import { loadCommonConfig } from "../config.ts";
import type { ScheduledDeps } from "../scheduled-function.ts";
import { foundation } from "./foundation.ts";

export function composePollSessionIssue(): {
  /** Whether an expired login holds the queue, which is when there is an issue to look at. */
  readonly isSessionBlocked: () => Promise<boolean>;
  readonly scheduled: ScheduledDeps;
} {
  const base = foundation(loadCommonConfig(), "poll-session-issue");
  return {
    isSessionBlocked: async () =>
      (await base.control.gates.closedGates()).some(
        (gate) => gate.name === "session",
      ),
    scheduled: base,
  };
}
