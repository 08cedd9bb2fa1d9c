/** GitHub's issues of one repository, on loopback: what it keeps, how it pages, and how it fails. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";
import {
  answer,
  BAD_TOKEN,
  DELETED,
  type Failure,
  NO_ISSUES,
  NO_SUCH_ISSUE,
  NO_SUCH_REPO,
  type Refusal,
  TOO_LONG,
} from "./github-failures.ts";
import {
  type IssueList,
  type KeptIssue,
  toComment,
  toIssue,
  toRepo,
} from "./github-shapes.ts";

export interface GitHubServer {
  /** The base of the API. */
  readonly url: string;
  readonly repo: string;
  readonly token: string;
  readonly issues: Map<number, KeptIssue>;
  /** What it does with every request from now on; `undefined`: what it should. */
  failure: Failure | undefined;
  hasIssues: boolean;
  /** `METHOD /path?query status` of everything that was answered. */
  readonly requests: string[];
  /** Requests that counted against the hour's limit. */
  spent: number;
  /** As a person or another program would, with what is missing made up. */
  add(issue?: Partial<KeptIssue>): number;
  change(number: number, change: Partial<KeptIssue>): void;
  remove(number: number): void;
  close(): Promise<void>;
}

export const MAX_BODY = 65_536;
const HOURLY = 5_000;
const REPO = "o/r";
const TOKEN = "github_pat_secret0123456789";
const OK = 200;

const Body = z.object({
  title: z.string().optional(),
  body: z.string().optional(),
  labels: z.array(z.string()).optional(),
  state: z.enum(["open", "closed"]).optional(),
});

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: z.output<typeof Body>;
}

export async function gitHubServer(): Promise<GitHubServer> {
  const removed = new Set<number>();
  let last = 0;

  const server = createServer((incoming, response) => {
    // Whoever asked may have given up, which is what some tests are about.
    serve(gitHub, removed, incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const issues = new Map<number, KeptIssue>();
  const gitHub: GitHubServer = {
    url: `http://127.0.0.1:${port}/api/v3`,
    repo: REPO,
    token: TOKEN,
    issues,
    failure: undefined,
    hasIssues: true,
    requests: [],
    spent: 0,
    add(fields = {}) {
      last += 1;
      issues.set(last, {
        title: "An issue",
        labels: [],
        body: "",
        isOpen: true,
        comments: [],
        updatedAt: new Date(),
        ...fields,
        number: last,
      });
      return last;
    },
    change(number, change) {
      const issue = issues.get(number)!;
      issues.set(number, { ...issue, updatedAt: new Date(), ...change });
    },
    remove(number) {
      issues.delete(number);
      removed.add(number);
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return gitHub;
}

async function serve(
  gitHub: GitHubServer,
  removed: ReadonlySet<number>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "", url = "", headers } = incoming;
  const sent = await text(incoming);
  const { failure } = gitHub;
  if (failure === "down") return void incoming.socket.destroy();
  if (failure === "slow") return;
  const asked = {
    method,
    url: new URL(url, "http://github.test"),
    headers,
    body: Body.parse(sent === "" ? {} : JSON.parse(sent)),
  };
  const given = failure ?? conditional(asked, route(gitHub, removed, asked));
  gitHub.requests.push(`${method} ${url} ${given.status}`);
  if (given.status !== 304) gitHub.spent += 1;
  const limits = {
    "x-ratelimit-limit": String(HOURLY),
    "x-ratelimit-remaining": String(HOURLY - gitHub.spent),
    "x-ratelimit-used": String(gitHub.spent),
  };
  answer(response, { ...given, headers: { ...limits, ...given.headers } });
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
function conditional({ method, headers }: Asked, given: Refusal): Refusal {
  if (method !== "GET" || given.status !== OK) return given;
  const hash = createHash("sha256").update(JSON.stringify(given.body));
  const etag = `W/"${hash.digest("hex")}"`;
  return headers["if-none-match"] === etag
    ? { status: 304, body: "", headers: { etag } }
    : { ...given, headers: { ...given.headers, etag } };
}

function route(
  gitHub: GitHubServer,
  removed: ReadonlySet<number>,
  asked: Asked,
): Refusal {
  const { repo, token, hasIssues, issues } = gitHub;
  const root = `/api/v3/repos/${repo}`;
  const { pathname } = asked.url;
  if (asked.headers.authorization !== `token ${token}`) return BAD_TOKEN;
  if (pathname === root) return { status: OK, body: toRepo(repo, hasIssues) };
  if (!pathname.startsWith(`${root}/issues`)) return NO_SUCH_REPO;
  if (!hasIssues) return NO_ISSUES;
  if ((asked.body.body?.length ?? 0) > MAX_BODY) return TOO_LONG;
  const [, , number, comments] = pathname.slice(root.length).split("/");
  if (number === undefined)
    return asked.method === "POST"
      ? create(gitHub, asked)
      : list(gitHub, asked);
  const issue = issues.get(Number(number));
  if (!issue) return removed.has(Number(number)) ? DELETED : NO_SUCH_ISSUE;
  if (comments) return comment(gitHub, issue, asked);
  if (asked.method === "PATCH") update(gitHub, issue, asked);
  return { status: OK, body: shown(gitHub, issue.number) };
}

const repoUrl = ({ url, repo }: GitHubServer): string => `${url}/repos/${repo}`;

const shown = (gitHub: GitHubServer, number: number) =>
  toIssue(repoUrl(gitHub), gitHub.issues.get(number)!);

function create(gitHub: GitHubServer, { body }: Asked): Refusal {
  const { title = "", body: words = "", labels = [] } = body;
  const number = gitHub.add({ title, body: words, labels });
  return { status: 201, body: shown(gitHub, number) };
}

function update(gitHub: GitHubServer, issue: KeptIssue, { body }: Asked): void {
  const { title, body: words, state } = body;
  gitHub.change(issue.number, {
    ...(title !== undefined && { title }),
    ...(words !== undefined && { body: words }),
    ...(state !== undefined && { isOpen: state === "open" }),
  });
}

function comment(
  gitHub: GitHubServer,
  { number, comments }: KeptIssue,
  { body }: Asked,
): Refusal {
  const words = body.body ?? "";
  gitHub.change(number, { comments: [...comments, words] });
  const { url } = shown(gitHub, number);
  return { status: 201, body: toComment(url, comments.length + 1, words) };
}

/** The newest first, on pages, with a link to the next one. */
function list(gitHub: GitHubServer, { url }: Asked): Refusal {
  const { searchParams } = url;
  const labels = (searchParams.get("labels") ?? "").split(",").filter(Boolean);
  const state = searchParams.get("state") ?? "open";
  const since = new Date(searchParams.get("since") ?? 0);
  const perPage = Number(searchParams.get("per_page") ?? 30);
  const page = Number(searchParams.get("page") ?? 1);
  const found = [...gitHub.issues.values()]
    .filter(
      (issue) =>
        labels.every((label) => issue.labels.includes(label)) &&
        (state === "all" || (state === "open") === issue.isOpen) &&
        issue.updatedAt >= since,
    )
    .toReversed();
  const body = found
    .slice((page - 1) * perPage, page * perPage)
    .map(({ number }) => shown(gitHub, number)) satisfies IssueList;
  const next = new URL(`${repoUrl(gitHub)}/issues${url.search}`);
  next.searchParams.set("page", String(page + 1));
  const isLast = found.length <= page * perPage;
  const headers = isLast ? {} : { link: `<${next.href}>; rel="next"` };
  return { status: OK, body, headers };
}
