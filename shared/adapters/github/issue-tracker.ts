/** Issues of one repository on GitHub. */
import type { IssueDraft } from "../../domain/session-issue.ts";
import type { IssueTracker } from "../../ports/issue-tracker.ts";
import { Issue, toOpened } from "./issue.ts";
import {
  gitHubRepository,
  type GitHubRepository,
  type GitHubRepositoryOptions,
} from "./repository.ts";
import { statusOf } from "./to-tracker-error.ts";

/** The most that GitHub puts on one page. */
const PER_PAGE = 100;
/** What was sent may have arrived although its answer was lost: these are not sent twice. */
const ONCE = { request: { retries: 0 } };
const NOT_MODIFIED = 304;

/** What an issue is made to be. */
interface Change {
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly state_reason?: "completed" | "not_planned" | "reopened";
}

export function gitHubIssueTracker(
  options: GitHubRepositoryOptions,
): IssueTracker {
  const repository = gitHubRepository(options);
  const { octokit, askedOfIssue } = repository;
  const { issues } = octokit.rest;

  const update = (what: string, number: number, change: Change) =>
    askedOfIssue(what, number, async (issue) => {
      await issues.update({ ...issue, ...change });
    });

  const comment = (number: number, body: string) =>
    askedOfIssue("comment on", number, async (issue) => {
      await issues.createComment({ ...issue, body, ...ONCE });
    });

  const closeDuplicate = async (number: number, of: Issue): Promise<void> => {
    const reason = { state: "closed", state_reason: "not_planned" } as const;
    await update("close", number, reason);
    await comment(number, `Duplicate of #${String(of.number)}.`);
  };

  return {
    async open(draft, since) {
      const all = await findOrCreate(repository, draft, since);
      const [oldest, ...others] = all;
      for (const other of others.filter(({ state }) => state === "open"))
        await closeDuplicate(other.number, oldest);
      return toOpened(oldest);
    },
    read: (number, etag) =>
      askedOfIssue("read", number, async (issue) => {
        const headers = etag === undefined ? {} : { "if-none-match": etag };
        try {
          const response = await issues.get({ ...issue, headers });
          const { etag: given } = response.headers;
          return {
            kind: "read",
            isOpen: Issue.parse(response.data).state === "open",
            ...(given !== undefined && { etag: given }),
          };
        } catch (error) {
          if (statusOf(error) === NOT_MODIFIED) return { kind: "unchanged" };
          throw error;
        }
      }),
    edit: (number, body) => update("edit", number, { body }),
    comment,
    reopen: (number) =>
      update("reopen", number, { state: "open", state_reason: "reopened" }),
    close: (number) =>
      update("close", number, { state: "closed", state_reason: "completed" }),
  };
}

/** All that carry the marker, the oldest first. */
async function findOrCreate(
  repository: GitHubRepository,
  draft: IssueDraft,
  since: Date,
): Promise<readonly [Issue, ...Issue[]]> {
  const [first, ...rest] = await carriersOf(repository, draft, since);
  if (first) return [first, ...rest];
  const own = await create(repository, draft);
  // Another may have been opened at the same moment: whoever comes later sees both.
  const all = await carriersOf(repository, draft, since);
  const others = all.filter(({ number }) => number !== own.number);
  const [other] = others;
  return other && other.number < own.number
    ? [other, ...others.slice(1), own]
    : [own, ...others];
}

/** By listing, which knows at once what was created; the search lags behind. */
function carriersOf(
  { octokit, at, asked }: GitHubRepository,
  draft: IssueDraft,
  since: Date,
): Promise<Issue[]> {
  return asked("list the issues", async () => {
    const listed = await octokit.paginate(octokit.rest.issues.listForRepo, {
      ...at,
      labels: draft.labels.slice(0, 1).join(","),
      state: "all",
      since: since.toISOString(),
      per_page: PER_PAGE,
    });
    return listed
      .map((each) => Issue.parse(each))
      .filter(
        ({ body, pull_request }) =>
          pull_request === undefined && body?.includes(draft.marker),
      )
      .toSorted((one, other) => one.number - other.number);
  });
}

function create(
  { octokit, at, asked }: GitHubRepository,
  { title, body, labels }: IssueDraft,
): Promise<Issue> {
  return asked("open an issue", async () => {
    const fields = { ...at, title, body, labels: [...labels], ...ONCE };
    const { data } = await octokit.rest.issues.create(fields);
    return Issue.parse(data);
  });
}
