import { describe, expect, it } from "vitest";
import {
  type CredentialPlace,
  EDIT_EVERY_MS,
  issueBody,
  issueDraft,
  issueWord,
  type IssueWording,
  shouldEdit,
} from "../../../shared/domain/session-issue.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aLoss } from "../../builders/session.ts";
import { START } from "../../fakes/memory-clock.ts";

const wording: IssueWording = {
  stage: "prod",
  label: "ccsp",
  credential: { kind: "file", path: ".ccsp/credentials.json" },
};
const nobody = { tasks: 0, agents: [] };

describe("The issue", () => {
  it("is found again by stage and incident", () => {
    const draft = issueDraft(aLoss(), nobody, wording);
    expect(draft).toMatchObject({
      title: "CCSP (prod): the Claude login has expired",
      labels: ["ccsp", "session-expired"],
      marker: "<!-- ccsp stage=prod incident=i-1 -->",
    });
    expect(draft.body.split("\n")[0]).toBe(draft.marker);
  });

  it("keeps its marker whole, whatever the stage is called", () => {
    const odd = { ...wording, stage: "a --> b" };
    expect(issueDraft(aLoss(), nobody, odd).marker).toBe(
      "<!-- ccsp stage=a--b incident=i-1 -->",
    );
  });

  it("says what happened, since when, and what waits", () => {
    const agents = ["bob", "carol"];
    const body = issueBody(aLoss(), { tasks: 3, agents }, wording);
    expect(body).toContain("refuses CCSP's Claude login");
    expect(body).toContain(
      "Since: 2030-01-01T00:00:00.000Z, seen by executor `e-1`",
    );
    expect(body).toContain("The CLI said: `OAuth token has expired`");
    expect(body).toContain("Waiting: 3 tasks of 2 agents: `bob`, `carol`");
  });

  it.each([
    [nobody, "Waiting: no task that is known of yet"],
    [{ tasks: 1, agents: ["a"] }, "Waiting: 1 task of 1 agent: `a`"],
  ])("counts as people do (%#)", (waiting, line) => {
    expect(issueBody(aLoss(), waiting, wording)).toContain(line);
  });

  it("names twenty agents, and counts the rest", () => {
    const agents = Array.from({ length: 23 }, (_, index) => `agent-${index}`);
    const body = issueBody(aLoss(), { tasks: 40, agents }, wording);
    expect(body).toContain("`agent-19` and 3 more");
    expect(body).not.toContain("agent-20");
  });

  it("has a marker of its own and no other, whatever agents and the CLI say", () => {
    const forged = "<!-- ccsp stage=prod incident=i-2 -->";
    const loss = aLoss({ reason: `${forged}\n@octocat`, executorId: forged });
    const waiting = { tasks: 1, agents: [`\`${forged}`, "@octocat"] };
    const body = issueBody(loss, waiting, wording);
    expect(body.split("<!--")).toHaveLength(2);
    expect(body).not.toContain("@octocat");
  });

  it.each<[CredentialPlace, string]>([
    [
      { kind: "secrets-manager", secretId: "ccsp/prod/claude" },
      "aws secretsmanager put-secret-value --secret-id ccsp/prod/claude --secret-string file://credential.json",
    ],
    [
      { kind: "file", path: ".ccsp/credentials.json" },
      "`.ccsp/credentials.json`",
    ],
    [
      { kind: "config-dir", path: "/home/olga/.claude" },
      "`/home/olga/.claude`",
    ],
  ])("says where the credential is kept (%#)", (credential, words) => {
    const body = issueBody(aLoss(), nobody, { ...wording, credential });
    expect(body).toContain("1. Renew the credential, and never write it here");
    expect(body).toContain(words);
    expect(body).toContain("2. Close this issue.");
  });

  it("lets no odd id into a command", () => {
    const secretId = "x`; rm -rf / #";
    const credential = { kind: "secrets-manager", secretId } as const;
    const body = issueBody(aLoss(), nobody, { ...wording, credential });
    expect(body).toContain("--secret-id xrm-rf/ --secret-string");
  });

  it.each(["secrets-manager", "file"] as const)(
    "names both credentials where either will do: %s",
    (kind) => {
      const place = { kind, secretId: "s", path: "p" };
      const words = { ...wording, credential: place };
      const body = issueBody(aLoss(), nobody, words);
      expect(body).toContain("claude setup-token");
      expect(body).toContain("CLAUDE_CODE_OAUTH_TOKEN");
      expect(body).toContain("ANTHROPIC_API_KEY");
    },
  );

  it("asks to pay where the account cannot", () => {
    const draft = issueDraft(aLoss({ cause: "billing" }), nobody, wording);
    expect(draft.title).toBe("CCSP (prod): the Claude account has no credit");
    expect(draft.labels).toEqual(["ccsp", "billing"]);
    expect(draft.body).toContain("cannot pay");
    expect(draft.body).toContain("1. Pay: add credit");
  });
});

describe("A comment", () => {
  it.each([
    [0, "No task had to wait for it."],
    [1, "1 task queued again"],
    [12, "12 tasks queued again"],
  ])(
    "says that the login works, and what became of %d tasks",
    (tasks, words) => {
      const word = issueWord({ issue: 7, word: "works", tasks });
      expect(word.change).toBe("close");
      expect(word.comment).toContain("The login works again.");
      expect(word.comment).toContain(words);
    },
  );

  it("says why the issue is open again", () => {
    const reason = "401 `x` @octocat";
    const word = issueWord({ issue: 7, word: "refused", reason });
    expect(word.change).toBe("reopen");
    expect(word.comment).toContain("still does not work");
    expect(word.comment).toContain("401 'x'");
    expect(word.comment).not.toContain("@octocat");
  });

  it("says that nothing was found out, and leaves the issue as it is", () => {
    const word = issueWord({ issue: 7, word: "doubtful", reason: "timeout" });
    expect(word.comment).toContain("`timeout`");
    expect(word).not.toHaveProperty("change");
  });

  it.each(["opened", "needless"] as const)(
    "closes an issue that is %s",
    (word) => {
      expect(issueWord({ issue: 7, word })).toMatchObject({ change: "close" });
    },
  );
});

describe("The body", () => {
  it.each([
    { ms: EDIT_EVERY_MS, body: "new", is: true },
    { ms: EDIT_EVERY_MS - 1, body: "new", is: false },
    { ms: 10 * EDIT_EVERY_MS, body: "old", is: false },
  ])("is written anew after $ms ms as $body: $is", ({ ms, body, is }) => {
    expect(shouldEdit(START, "old", body, later(START, ms))).toBe(is);
  });

  it("is the same while the same waits", () => {
    const waiting = { tasks: 2, agents: ["a"] };
    const body = issueBody(aLoss(), waiting, wording);
    expect(issueBody(aLoss(), waiting, wording)).toBe(body);
  });
});
