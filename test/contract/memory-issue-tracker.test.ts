import { MAX_BODY, memoryIssueTracker } from "../fakes/memory-issue-tracker.ts";
import { START } from "../fakes/memory-clock.ts";
import { issueTrackerContract } from "./issue-tracker.contract.ts";

const tracker = memoryIssueTracker();

issueTrackerContract("memoryIssueTracker", () => ({
  tracker,
  issues: () => [...tracker.issues.values()],
  setOpen: (number, isOpen) => tracker.change(number, { isOpen }),
  remove: tracker.remove,
  fail(kind) {
    tracker.failure = kind && { kind, retryAt: START };
  },
  tooLong: "x".repeat(MAX_BODY + 1),
}));
