/** Tells people of a lost login: one issue, whoever saw the loss and whoever died over telling it. */
import type { Loss } from "../../domain/session.ts";
import { issueOpened } from "../../domain/session-steps.ts";
import { issueDraft } from "../../domain/session-issue.ts";
import { later } from "../../domain/timing.ts";
import {
  CLOCKS_DIFFER_MS,
  type IssueTracker,
} from "../../ports/issue-tracker.ts";
import { amendSession } from "./amend-session.ts";
import type { IssueDeps } from "./session-deps.ts";

/** Opens first and records second: who dies between leaves an issue that is found by its marker. */
export async function openIssue(
  deps: IssueDeps,
  tracker: IssueTracker,
  loss: Loss,
): Promise<void> {
  const draft = issueDraft(loss, await deps.waiting(), deps.wording);
  const since = later(loss.at, -CLOCKS_DIFFER_MS);
  const issue = await tracker.open(draft, since);
  const writtenAt = deps.clock.now();
  const { session } = await amendSession(deps.sessions, (seen) =>
    issueOpened(seen, loss.incident, { ...issue, writtenAt }),
  );
  deps.journal.note({
    event: "session-issue-opened",
    level: "warn",
    issue: issue.number,
    url: issue.url,
    state: session.state,
  });
}
