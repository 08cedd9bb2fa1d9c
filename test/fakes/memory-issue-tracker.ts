import type { IssueDraft } from "../../shared/domain/session-issue.ts";
import {
  type IssueTracker,
  IssueTrackerError,
  type TrackerErrorKind,
} from "../../shared/ports/issue-tracker.ts";

/** An issue as its page shows it. */
export interface MemoryIssue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly body: string;
  readonly isOpen: boolean;
  readonly comments: readonly string[];
}

export interface MemoryIssueTracker extends IssueTracker {
  readonly issues: Map<number, MemoryIssue>;
  /** How every call fails from now on; `undefined`: it does not. */
  failure:
    { readonly kind: TrackerErrorKind; readonly retryAt?: Date } | undefined;
  /** The methods called, in order. */
  readonly calls: string[];
  /** As a person would. */
  change(number: number, change: Partial<MemoryIssue>): void;
  remove(number: number): void;
}

/** More than a page holds. */
export const MAX_BODY = 65_536;

export function memoryIssueTracker(): MemoryIssueTracker {
  const issues = new Map<number, MemoryIssue>();
  let last = 0;

  const begin = (method: string, text = ""): void => {
    tracker.calls.push(method);
    const { failure } = tracker;
    if (failure) throw failed(failure.kind, failure.retryAt);
    if (text.length > MAX_BODY) throw failed("invalid");
  };

  const get = (number: number): MemoryIssue => {
    const issue = issues.get(number);
    if (!issue) throw failed("gone");
    return issue;
  };

  const change = (number: number, fields: Partial<MemoryIssue>): void => {
    issues.set(number, { ...get(number), ...fields });
  };

  const create = ({ title, labels, body }: IssueDraft): MemoryIssue => {
    last += 1;
    const fields = { title, labels, body, isOpen: true, comments: [] };
    const issue = { number: last, ...fields };
    issues.set(last, issue);
    return issue;
  };

  const tracker: MemoryIssueTracker = {
    issues,
    failure: undefined,
    calls: [],
    change,
    remove: (number) => void issues.delete(number),
    async open(draft) {
      begin("open", draft.body);
      const found = [...issues.values()].find(({ body }) =>
        body.includes(draft.marker),
      );
      const { number, body } = found ?? create(draft);
      return { number, url: `https://tracker.example/${number}`, body };
    },
    async read(number, etag) {
      begin("read");
      const issue = get(number);
      const current = JSON.stringify(issue);
      return etag === current
        ? { kind: "unchanged" }
        : { kind: "read", isOpen: issue.isOpen, etag: current };
    },
    async edit(number, body) {
      begin("edit", body);
      change(number, { body });
    },
    async comment(number, text) {
      begin("comment", text);
      change(number, { comments: [...get(number).comments, text] });
    },
    async reopen(number) {
      begin("reopen");
      change(number, { isOpen: true });
    },
    async close(number) {
      begin("close");
      change(number, { isOpen: false });
    },
  };
  return tracker;
}

const failed = (kind: TrackerErrorKind, retryAt?: Date): IssueTrackerError =>
  new IssueTrackerError(kind, `The tracker failed: ${kind}.`, {
    ...(retryAt && { retryAt }),
  });
