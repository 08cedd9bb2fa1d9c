import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { gitHubIssueTracker } from "../../shared/adapters/github/issue-tracker.ts";
import { later } from "../../shared/domain/timing.ts";
import {
  type IssueTracker,
  IssueTrackerError,
  type TrackerErrorKind,
} from "../../shared/ports/issue-tracker.ts";
import {
  BAD_GATEWAY,
  BAD_TOKEN,
  type Failure,
  FORBIDDEN,
  NO_SUCH_REPO,
  primaryLimit,
  secondaryLimit,
} from "../fakes/github-failures.ts";
import {
  type GitHubServer,
  gitHubServer,
  MAX_BODY,
} from "../fakes/github-server.ts";
import { START } from "../fakes/memory-clock.ts";
import { issueTrackerContract } from "./issue-tracker.contract.ts";

let gitHub: GitHubServer;
let tracker: IssueTracker;

const trackerOf = (
  options: Partial<Parameters<typeof gitHubIssueTracker>[0]> = {},
): IssueTracker =>
  gitHubIssueTracker({
    repo: gitHub.repo,
    token: gitHub.token,
    apiUrl: gitHub.url,
    clock: { now: () => START },
    isPaced: false,
    ...options,
  });

beforeAll(async () => {
  gitHub = await gitHubServer();
  tracker = trackerOf();
});
beforeEach(() => {
  gitHub.failure = undefined;
  gitHub.hasIssues = true;
  gitHub.requests.splice(0);
});
afterAll(() => gitHub.close());

const FAILURES: Readonly<Partial<Record<TrackerErrorKind, Failure>>> = {
  unreachable: "down",
  "rate-limited": secondaryLimit(120),
  unauthorized: BAD_TOKEN,
  "not-found": NO_SUCH_REPO,
};

issueTrackerContract("gitHubIssueTracker", () => ({
  tracker,
  issues: () => [...gitHub.issues.values()],
  setOpen: (number, isOpen) => gitHub.change(number, { isOpen }),
  remove: gitHub.remove,
  fail(kind) {
    gitHub.hasIssues = kind !== "disabled";
    gitHub.failure = kind && FAILURES[kind];
  },
  tooLong: "x".repeat(MAX_BODY + 1),
}));

const MARKER = "<!-- ccsp stage=test incident=here -->";
const DRAFT = {
  title: "Lost",
  labels: ["ccsp"],
  marker: MARKER,
  body: `${MARKER} text`,
};
const LONG_AGO = new Date(0);

async function errorOf(work: Promise<unknown>): Promise<IssueTrackerError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof IssueTrackerError) return error;
    throw error;
  }
  throw new Error("It should have failed.");
}

describe("gitHubIssueTracker", () => {
  it("finds its issue behind hundreds of others with the label", async () => {
    const number = gitHub.add({ labels: ["ccsp"], body: DRAFT.body });
    for (let count = 0; count < 230; count += 1)
      gitHub.add({ labels: ["ccsp"] });
    expect(await tracker.open(DRAFT, LONG_AGO)).toMatchObject({ number });
    expect(gitHub.requests).toHaveLength(3);
    gitHub.issues.clear();
  });

  it("reads no issue that was not touched since the time it is told", async () => {
    for (let count = 0; count < 230; count += 1)
      gitHub.add({ labels: ["ccsp"], updatedAt: LONG_AGO });
    await tracker.open(DRAFT, later(new Date(), -60_000));
    // Two lists of one page, and the new issue between.
    expect(gitHub.requests.map((each) => each.split(" ")[0])).toEqual([
      "GET",
      "POST",
      "GET",
    ]);
    gitHub.issues.clear();
  });

  it("takes no pull request and no issue without the label for its own", async () => {
    const others = [
      gitHub.add({ labels: ["ccsp"], body: DRAFT.body, isPullRequest: true }),
      gitHub.add({ body: DRAFT.body }),
    ];
    const { number } = await tracker.open(DRAFT, LONG_AGO);
    expect(others).not.toContain(number);
    gitHub.issues.clear();
  });

  it("closes what was opened at the same moment as a duplicate, and says of which", async () => {
    const marked = { labels: ["ccsp"], body: DRAFT.body };
    const numbers = [gitHub.add(marked), gitHub.add(marked)];
    expect(await tracker.open(DRAFT, LONG_AGO)).toMatchObject({
      number: numbers[0],
    });
    expect(gitHub.issues.get(numbers[1]!)).toMatchObject({
      isOpen: false,
      comments: [`Duplicate of #${numbers[0]}.`],
    });
    gitHub.issues.clear();
  });

  it("spends nothing of the hour's limit on an issue that did not change", async () => {
    const { number } = await tracker.open(DRAFT, LONG_AGO);
    const seen = await tracker.read(number);
    const { spent } = gitHub;
    const etag = seen.kind === "read" ? seen.etag : undefined;
    expect(await tracker.read(number, etag)).toEqual({ kind: "unchanged" });
    expect(gitHub.requests.at(-1)).toMatch(/ 304$/);
    expect(gitHub.spent).toBe(spent);
  });

  it.each<[string, Failure, TrackerErrorKind, Date | undefined]>([
    ["a token without the right", FORBIDDEN, "unauthorized", undefined],
    ["a gateway's page", BAD_GATEWAY, "unreachable", undefined],
    [
      "a secondary limit with a time",
      secondaryLimit(90),
      "rate-limited",
      later(START, 90_000),
    ],
    [
      "a secondary limit without a time",
      secondaryLimit(),
      "rate-limited",
      later(START, 60_000),
    ],
    [
      "the hour's limit",
      primaryLimit(later(START, 1_800_000)),
      "rate-limited",
      later(START, 1_800_000),
    ],
    [
      "too many requests",
      { status: 429, body: { message: "Too many requests" } },
      "rate-limited",
      later(START, 60_000),
    ],
    [
      "an answer that is none of GitHub's",
      { status: 200, body: "<html>Log in to the network</html>" },
      "unreachable",
      undefined,
    ],
    ["a lawyer", { status: 451, body: {} }, "not-found", undefined],
  ])("says of %s what it is", async (_, failure, kind, retryAt) => {
    gitHub.failure = failure;
    for (const work of [tracker.open(DRAFT, LONG_AGO), tracker.read(1)]) {
      const error = await errorOf(work);
      expect({ kind: error.kind, retryAt: error.retryAt }).toEqual({
        kind,
        retryAt,
      });
    }
  });

  it("waits for nobody longer than it was told", async () => {
    gitHub.failure = "slow";
    const hasty = trackerOf({ timeoutMs: 200 });
    const error = await errorOf(hasty.comment(1, "words"));
    expect(error).toMatchObject({ kind: "unreachable" });
  });

  it("asks again when an answer was lost, and never writes twice", async () => {
    gitHub.failure = BAD_GATEWAY;
    await errorOf(tracker.read(1));
    expect(gitHub.requests).toHaveLength(2);
    await errorOf(tracker.comment(1, "words"));
    expect(gitHub.requests).toHaveLength(3);
  });

  it("says what can be done, and where, and never the token", async () => {
    const stranger = trackerOf({ token: "github_pat_unknown012345" });
    const { message, cause } = await errorOf(stranger.close(3));
    expect(message).toBe(
      "GitHub could not close issue #3 in o/r: the token is refused, or may not do this; CCSP_GITHUB_TOKEN needs the right to read and write issues there (401 Bad credentials - https://docs.github.com/rest).",
    );
    expect(Object.keys(cause as object)).toEqual([]);
    gitHub.failure = {
      status: 500,
      body: { message: `token ${gitHub.token} failed` },
    };
    const leaking = await errorOf(tracker.close(3));
    expect(leaking.message).toContain("token [hidden] failed");
  });

  it("keeps the distance between writes that GitHub asks for", async () => {
    const number = gitHub.add();
    const paced = trackerOf({ isPaced: true });
    const before = Date.now();
    await paced.reopen(number);
    await paced.comment(number, "words");
    expect(Date.now() - before).toBeGreaterThanOrEqual(900);
  });
});
