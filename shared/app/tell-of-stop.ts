/** Tells people of an emergency stop, once: by an issue, and on a topic, where these are set up. */
import { stopDraft, stopText, stopTitle } from "../domain/stop-issue.ts";
import type { StopWording } from "../domain/stop-issue.ts";
import {
  heldForTelling,
  notTold,
  type StopReport,
  told,
} from "../domain/stop-report.ts";
import { later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import { CLOCKS_DIFFER_MS, type IssueTracker } from "../ports/issue-tracker.ts";
import type { Journal } from "../ports/journal.ts";
import type { PublishNotice } from "../ports/notices.ts";
import type { StopStore } from "../ports/stop-store.ts";

export interface TellDeps {
  readonly stop: Pick<StopStore, "report" | "replaceReport">;
  readonly tracker?: Pick<IssueTracker, "open">;
  readonly publish?: PublishNotice;
  readonly wording: StopWording;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
}

/**
 * Rejects only when the store does not answer. Whoever holds the report tells it; who dies doing so
 * is followed by the next caller when the hold is over. The issue is found again by its marker; the
 * notice on the topic goes out last, so that it is repeated only if its own answer was lost.
 */
export type TellOfStop = () => Promise<void>;

export function tellOfStop(deps: TellDeps): TellOfStop {
  const { stop, clock, journal } = deps;

  const tell = async (report: StopReport): Promise<string | undefined> => {
    const { stage } = deps.wording;
    const issue = await deps.tracker?.open(
      stopDraft(report, deps.wording),
      later(report.since, -CLOCKS_DIFFER_MS),
    );
    const text = stopText(report);
    await deps.publish?.({ subject: stopTitle(stage), text });
    return issue?.url;
  };

  const outcome = async (held: StopReport): Promise<StopReport> => {
    try {
      return told(held, await tell(held), clock.now());
    } catch (error) {
      journal.note({ event: "stop-not-told", level: "error", error });
      return notTold(held, error instanceof Error ? error.message : "failed");
    }
  };

  return async () => {
    if (!deps.tracker && !deps.publish) return;
    const seen = await stop.report();
    const held = seen.value && heldForTelling(seen.value, clock.now());
    if (!held || !(await stop.replaceReport(seen, held))) return;
    const next = await outcome(held);
    const version = seen.version + 1;
    if (await stop.replaceReport({ value: held, version }, next)) return;
    // It was cleared meanwhile: what was told stands beside that.
    const now = await stop.report();
    if (now.value?.since.getTime() === held.since.getTime())
      await stop.replaceReport(now, { ...now.value, notice: next.notice });
  };
}
