/** Each minute: is the issue about an expired login closed? While no login has expired there is none to look at. */
import { composePollSessionIssue } from "../../shared/runtime/compose/poll-session-issue.ts";
import { scheduledFunction } from "../../shared/runtime/scheduled-function.ts";

const { isSessionBlocked, scheduled } = composePollSessionIssue(); // once per cold start

export const handler = scheduledFunction(
  "poll-session-issue",
  async () => ({ blocked: await isSessionBlocked() }),
  scheduled,
);
