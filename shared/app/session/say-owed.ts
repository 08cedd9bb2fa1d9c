/** Says on the issue what is still to be said, the first first. */
import type { Owed, Session } from "../../domain/session.ts";
import { issueGone } from "../../domain/session-steps.ts";
import { said } from "../../domain/session-desk.ts";
import { issueWord } from "../../domain/session-issue.ts";
import {
  type IssueTracker,
  IssueTrackerError,
  type TrackerErrorKind,
} from "../../ports/issue-tracker.ts";
import { amendSession } from "./amend-session.ts";
import type { IssueDeps } from "./session-deps.ts";

/** What no later try would mend: the word is dropped. */
const HOPELESS: readonly TrackerErrorKind[] = ["gone", "invalid"];

export async function sayOwed(
  deps: IssueDeps,
  tracker: IssueTracker,
  { owed }: Session,
): Promise<void> {
  for (const word of owed) {
    const problem = await say(tracker, word);
    await amendSession(deps.sessions, (session) => {
      const after = said(session, word);
      const isGone =
        problem?.kind === "gone" && session.issue?.number === word.issue;
      return after && isGone
        ? (issueGone(after, deps.clock.now()) ?? after)
        : after;
    });
    deps.journal.note({
      event: problem ? "session-word-dropped" : "session-word-said",
      issue: word.issue,
      word: word.word,
      ...(problem && { level: "warn", problem: problem.message }),
    });
  }
}

/** The change first: without its reason an open issue is still seen; a reason without it is not heard. */
async function say(
  tracker: IssueTracker,
  word: Owed,
): Promise<IssueTrackerError | undefined> {
  const { comment, change } = issueWord(word);
  try {
    if (change) await tracker[change](word.issue);
    await tracker.comment(word.issue, comment);
    return undefined;
  } catch (error) {
    if (error instanceof IssueTrackerError && HOPELESS.includes(error.kind))
      return error;
    throw error;
  }
}
