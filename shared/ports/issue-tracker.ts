/** Where people are told what they have to do, and say that it is done. */
import type { IssueDraft } from "../domain/session-issue.ts";

export interface OpenedIssue {
  readonly number: number;
  /** For people. */
  readonly url: string;
  readonly body: string;
}

export type SeenIssue =
  /** It is what it was when `etag` was given; to find that out costs next to nothing. */
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "read";
      readonly isOpen: boolean;
      readonly etag?: string;
    };

/** The tracker's clock and ours may differ by so much: what is looked for may seem older than it is. */
export const CLOCKS_DIFFER_MS = 24 * 3_600_000;

/** All methods reject with an `IssueTrackerError`, and with nothing else. */
export interface IssueTracker {
  /**
   * The issue that carries the draft's marker, open or closed; when there is none, a new one. Of
   * several that were opened at once the oldest is it, and the others are closed as its
   * duplicates.
   *
   * @param since no issue that was not touched since then can carry the marker
   */
  open(draft: IssueDraft, since: Date): Promise<OpenedIssue>;
  read(number: number, etag?: string): Promise<SeenIssue>;
  edit(number: number, body: string): Promise<void>;
  comment(number: number, text: string): Promise<void>;
  /** An open one stays as it is. */
  reopen(number: number): Promise<void>;
  /** A closed one stays as it is. */
  close(number: number): Promise<void>;
}

export const TRACKER_ERRORS = [
  "unreachable",
  "rate-limited",
  /** The token is unknown, revoked, or may not do this. */
  "unauthorized",
  /** The repository is missing, or hidden from the token. */
  "not-found",
  /** The issue was deleted. */
  "gone",
  /** The repository has no issues. */
  "disabled",
  /** The tracker will never take this request. */
  "invalid",
] as const;
export type TrackerErrorKind = (typeof TRACKER_ERRORS)[number];

/** The tracker did not do what we asked. The message says what can be done about it, and holds no secret. */
export class IssueTrackerError extends Error {
  override readonly name = "IssueTrackerError";
  readonly code = "ISSUE_TRACKER";
  readonly kind: TrackerErrorKind;
  /** When a limit of the tracker's ends. */
  readonly retryAt: Date | undefined;

  constructor(
    kind: TrackerErrorKind,
    message: string,
    options: { readonly retryAt?: Date; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAt = options.retryAt;
  }
}
