/** What GitHub answers, checked against its client's own types. */
import type { RestEndpointMethodTypes } from "@octokit/rest";

type Answers = RestEndpointMethodTypes;
export type IssueAnswer = Answers["issues"]["get"]["response"]["data"];
type CommentAnswer = Answers["issues"]["createComment"]["response"]["data"];
type RepoAnswer = Answers["repos"]["get"]["response"]["data"];

/** An issue as its page shows it. */
export interface KeptIssue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly body: string;
  readonly isOpen: boolean;
  readonly comments: readonly string[];
  readonly updatedAt: Date;
  readonly isPullRequest?: boolean;
}

const user = {
  login: "ccsp-bot",
  id: 1,
  node_id: "U_1",
  avatar_url: "",
  gravatar_id: "",
  url: "",
  html_url: "",
  followers_url: "",
  following_url: "",
  gists_url: "",
  starred_url: "",
  subscriptions_url: "",
  organizations_url: "",
  repos_url: "",
  events_url: "",
  received_events_url: "",
  type: "Bot",
  site_admin: false,
} satisfies IssueAnswer["user"];

export function toIssue(repoUrl: string, issue: KeptIssue) {
  const { number, title, body, isOpen, comments, updatedAt } = issue;
  const url = `${repoUrl}/issues/${number}`;
  return {
    id: 1_000 + number,
    node_id: `I_${number}`,
    number,
    title,
    body,
    state: isOpen ? "open" : "closed",
    url,
    repository_url: repoUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `https://github.example/o/r/issues/${number}`,
    user,
    labels: issue.labels.map((name) => ({ name })),
    assignee: null,
    milestone: null,
    locked: false,
    comments: comments.length,
    closed_at: isOpen ? null : updatedAt.toISOString(),
    created_at: updatedAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    author_association: "OWNER",
    ...(issue.isPullRequest && {
      pull_request: {
        url,
        html_url: url,
        diff_url: url,
        patch_url: url,
      },
    }),
  } satisfies IssueAnswer;
}

export function toComment(issueUrl: string, id: number, body: string) {
  return {
    id,
    node_id: `IC_${id}`,
    url: `${issueUrl}/comments/${id}`,
    html_url: `${issueUrl}#issuecomment-${id}`,
    issue_url: issueUrl,
    body,
    user,
    created_at: new Date(0).toISOString(),
    updated_at: new Date(0).toISOString(),
    author_association: "OWNER",
  } satisfies CommentAnswer;
}

/** Of a repository's many fields, those that somebody asks for. */
export const toRepo = (fullName: string, hasIssues: boolean) =>
  ({
    id: 1,
    full_name: fullName,
    has_issues: hasIssues,
    private: true,
  }) satisfies Partial<RepoAnswer>;

export type IssueList = Answers["issues"]["listForRepo"]["response"]["data"];
