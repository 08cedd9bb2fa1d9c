/** One repository on GitHub, asked in a way that only ever fails as an `IssueTrackerError`. */
import type { Clock } from "../../ports/clock.ts";
import { IssueTrackerError } from "../../ports/issue-tracker.ts";
import { gitHubClient, type GitHubClientOptions } from "./client.ts";
import { toTrackerError, trackerError } from "./to-tracker-error.ts";

export interface GitHubRepositoryOptions extends GitHubClientOptions {
  /** `owner/name`. */
  readonly repo: string;
  readonly clock: Pick<Clock, "now">;
}

type Octokit = ReturnType<typeof gitHubClient>;

export interface GitHubRepository {
  readonly octokit: Octokit;
  /** Which one it is, for every request. */
  readonly at: { readonly owner: string; readonly repo: string };
  /** @param operation what is asked, in words, for the error */
  asked<T>(operation: string, work: () => Promise<T>): Promise<T>;
  /** The same for what is asked of one issue, which may have been deleted. */
  askedOfIssue<T>(
    operation: string,
    number: number,
    work: (issue: IssueAddress) => Promise<T>,
  ): Promise<T>;
}

export interface IssueAddress {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
}

export function gitHubRepository(
  options: GitHubRepositoryOptions,
): GitHubRepository {
  const { repo: fullName, token, clock } = options;
  const octokit = gitHubClient(options);
  const [owner = "", repo = ""] = fullName.split("/");
  const at = { owner, repo };

  const contextOf = (operation: string) => ({
    operation,
    repo: fullName,
    token,
    now: clock.now(),
  });

  const asked: GitHubRepository["asked"] = async (operation, work) => {
    try {
      return await work();
    } catch (error) {
      throw toTrackerError(error, contextOf(operation));
    }
  };

  /** A missing issue looks like a missing repository: the repository itself tells which it is. */
  const whyMissing = async (
    operation: string,
    { message }: IssueTrackerError,
  ): Promise<IssueTrackerError> => {
    const { data } = await asked(operation, () => octokit.rest.repos.get(at));
    const kind = data.has_issues ? "gone" : "disabled";
    return trackerError(kind, contextOf(operation), message);
  };

  return {
    octokit,
    at,
    asked,
    async askedOfIssue(operation, number, work) {
      const whole = `${operation} issue #${String(number)}`;
      try {
        return await asked(whole, () => work({ ...at, issue_number: number }));
      } catch (error) {
        const isMissing =
          error instanceof IssueTrackerError &&
          (error.kind === "not-found" || error.kind === "disabled");
        throw isMissing ? await whyMissing(whole, error) : error;
      }
    },
  };
}
