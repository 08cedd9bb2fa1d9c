/** Each minute: what people have to know of a lost login or a stop, and whether they say it is mended. */
import { composePollSessionIssue } from "../../shared/runtime/compose/poll-session-issue.ts";
import { scheduledFunction } from "../../shared/runtime/scheduled-function.ts";

const api = composePollSessionIssue(); // once per cold start

export const handler = scheduledFunction(
  "poll-session-issue",
  async () => {
    await api.completeStop();
    const { state } = await api.tend();
    // Whoever found the login working may have died before all were freed.
    const freed = state === "active" ? await api.free() : 0;
    return { state, freed };
  },
  api.scheduled,
);
