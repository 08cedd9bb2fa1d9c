/** A lost login from its loss to its return, on GitHub's own ways. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { gitHubIssueTracker } from "../../shared/adapters/github/issue-tracker.ts";
import { reportLoss } from "../../shared/app/session/report-loss.ts";
import { tendIssue } from "../../shared/app/session/tend-issue.ts";
import { verifyLogin } from "../../shared/app/session/verify-login.ts";
import { EDIT_EVERY_MS } from "../../shared/domain/session-issue.ts";
import { type GitHubServer, gitHubServer } from "../fakes/github-server.ts";
import {
  A_MINUTE,
  aRefusal,
  aSessionWorld,
  STOP,
} from "../unit/app/session/a-session-world.ts";

let gitHub: GitHubServer;
beforeAll(async () => {
  gitHub = await gitHubServer();
});
afterAll(() => gitHub.close());

it("a lost login has one issue, which is opened again until the login works", async () => {
  const world = aSessionWorld(new Date());
  const deps = {
    ...world.deps,
    tracker: gitHubIssueTracker({
      repo: gitHub.repo,
      token: gitHub.token,
      apiUrl: gitHub.url,
      clock: world.clock,
      isPaced: false,
    }),
  };
  const minute = async (): Promise<void> => {
    await world.clock.advance(A_MINUTE);
    await tendIssue(deps)();
  };
  const issue = () => gitHub.issues.get(1);
  const state = async () => (await world.session()).state;

  // Ten executors see it, and the first of them dies before it can tell anybody.
  const reports = await Promise.all(
    Array.from({ length: 10 }, () => reportLoss(deps)(aRefusal)),
  );
  expect(reports.filter(({ kind }) => kind === "lost")).toHaveLength(1);
  await minute();
  expect(await state()).toBe("notified");
  expect(issue()).toMatchObject({
    isOpen: true,
    labels: ["ccsp", "session-expired"],
  });

  await minute();
  expect(await state()).toBe("monitoring");
  await minute();
  expect(gitHub.requests.at(-1)).toMatch(/issues\/1 304$/);

  world.waiting = { tasks: 12, agents: ["alice", "bob"] };
  await world.clock.advance(EDIT_EVERY_MS);
  await minute();
  expect(issue()?.body).toContain("12 tasks of 2 agents");

  gitHub.change(1, { isOpen: false });
  await minute();
  world.login = { login: "fails", reason: "401 expired" };
  await verifyLogin(deps)(STOP);
  expect(issue()).toMatchObject({ isOpen: true });
  await minute();
  await minute();
  expect(await state()).toBe("monitoring");

  gitHub.change(1, { isOpen: false });
  await minute();
  world.login = { login: "works" };
  await verifyLogin(deps)(STOP);
  expect(await state()).toBe("active");
  expect([...gitHub.issues.keys()]).toEqual([1]);
  expect(issue()).toMatchObject({
    isOpen: false,
    comments: [
      expect.stringContaining("401 expired"),
      expect.stringContaining("The login works again."),
    ],
  });
});
