/** GitHub's refusals in the tracker's words, each with what can be done about it. */
import * as z from "zod";
import { hideSecrets } from "../../domain/hide-secrets.ts";
import { limitText } from "../../domain/limit-text.ts";
import { later } from "../../domain/timing.ts";
import {
  IssueTrackerError,
  type TrackerErrorKind,
} from "../../ports/issue-tracker.ts";

const Refusal = z.object({
  message: z.string(),
  /** 500 when nobody answered at all. */
  status: z.number(),
  response: z
    .object({ headers: z.record(z.string(), z.unknown()) })
    .optional()
    .catch(undefined),
});
type Refusal = z.output<typeof Refusal>;

export interface ErrorContext {
  /** For example `comment on issue #7`. */
  readonly operation: string;
  readonly repo: string;
  readonly token: string;
  readonly now: Date;
}

const MAX_DETAIL_BYTES = 200;
/** What GitHub asks for when it names no time. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const UNNAMED_WAIT_MS = 60_000;

/** The HTTP status of an error of the client's, if it has one. */
export const statusOf = (error: unknown): number | undefined =>
  Refusal.safeParse(error).data?.status;

export function toTrackerError(
  error: unknown,
  context: ErrorContext,
): IssueTrackerError {
  const refusal = Refusal.safeParse(error).data;
  if (!refusal) return trackerError("unreachable", context, wordsOf(error));
  const retryAt = limitEnd(refusal, context.now);
  const detail = `${String(refusal.status)} ${refusal.message}`;
  return retryAt
    ? trackerError("rate-limited", context, detail, retryAt)
    : trackerError(kindOf(refusal.status), context, detail);
}

export function trackerError(
  kind: TrackerErrorKind,
  { operation, repo, token }: ErrorContext,
  detail: string,
  retryAt?: Date,
): IssueTrackerError {
  const { text } = limitText(detail, MAX_DETAIL_BYTES);
  const said = hideSecrets(text.replace(/\s+/gu, " "), { TOKEN: token });
  return new IssueTrackerError(
    kind,
    `GitHub could not ${operation} in ${repo}: ${REMEDIES[kind]} (${said}).`,
    // Its own error holds the whole request.
    { cause: new Error(said), ...(retryAt && { retryAt }) },
  );
}

const REMEDIES: Readonly<Record<TrackerErrorKind, string>> = {
  unreachable: "it did not answer as it should",
  "rate-limited": "its limit for this token is used up",
  unauthorized:
    "the token is refused, or may not do this; CCSP_GITHUB_TOKEN needs the right to read and write issues there",
  "not-found":
    "there is no such repository, or the token may not see it; check CCSP_GITHUB_REPO and the token's access",
  gone: "the issue was deleted",
  disabled:
    "the repository has no issues; switch them on in its settings, or choose another by CCSP_GITHUB_REPO",
  invalid: "it takes the request for invalid",
};

/** @see https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
function kindOf(status: number): TrackerErrorKind {
  switch (status) {
    case 401:
    case 403:
      return "unauthorized";
    case 404:
    case 451:
      return "not-found";
    case 410:
      return "disabled";
    default:
      return status >= 400 && status < 500 ? "invalid" : "unreachable";
  }
}

/** When a limit ends, if it is one that refused. */
function limitEnd(
  { status, message, response }: Refusal,
  now: Date,
): Date | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const headers = response?.headers ?? {};
  const waitSeconds = number(headers["retry-after"]);
  if (waitSeconds !== undefined) return later(now, waitSeconds * 1_000);
  const reset = number(headers["x-ratelimit-reset"]);
  if (number(headers["x-ratelimit-remaining"]) === 0 && reset !== undefined)
    return new Date(reset * 1_000);
  return status === 429 || /\bsecondary rate\b/iu.test(message)
    ? later(now, UNNAMED_WAIT_MS)
    : undefined;
}

function number(header: unknown): number | undefined {
  const parsed = z.coerce.number().safeParse(header ?? undefined);
  return parsed.data;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
