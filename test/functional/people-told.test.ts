/** What people are told on GitHub when the service stops, or loses its login. */
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { StopStore } from "../../shared/ports/stop-store.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadCommonConfig } from "../../shared/runtime/config.ts";
import { type GitHubServer, gitHubServer } from "../fakes/github-server.ts";
import { newLogin } from "./login.ts";
import { anOperator } from "./orders.ts";
import { type Service, startService } from "./service.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

/** Writes keep a distance of some seconds, as GitHub asks for; and hanging ones are waited for. */
const PATIENCE_MS = 120_000;

let gitHub: GitHubServer;
let service: Service;
let stop: StopStore;
beforeAll(async () => {
  gitHub = await gitHubServer();
  service = await startService({
    CCSP_GITHUB_REPO: gitHub.repo,
    CCSP_GITHUB_TOKEN: gitHub.token,
    CCSP_GITHUB_API_URL: gitHub.url,
  });
  ({ stop } = foundation(loadCommonConfig(), "test").control);
});
afterAll(async () => {
  await service.end();
  await gitHub.close();
});

const { order, look } = anOperator(() => service);
afterEach(async () => {
  gitHub.failure = undefined;
  await order("/control/clear");
});
const raise = (reason: string) =>
  order("/control/emergency-stop", JSON.stringify({ reason }));
const report = async () => (await look("/control/stop-report")).body;
const tick = () => service.tick("poll-session-issue");
const issueUrl = (number: number) =>
  expect.stringMatching(`/issues/${number}$`) as string;

/** As if the minute were over for which nobody tries after a failure. */
async function noLongerHeld(): Promise<void> {
  const seen = await stop.report();
  const { value } = seen;
  if (!value?.notice.problem) throw new Error("telling has not failed yet");
  const notice = { ...value.notice, heldUntil: new Date(0) };
  expect(await stop.replaceReport(seen, { ...value, notice })).toBe(true);
}

/** Until whoever raised the stop has given up telling. */
async function problem(): Promise<unknown> {
  const startedAt = performance.now();
  for (;;) {
    const { problem } = await report();
    if (problem !== undefined) return problem;
    if (performance.now() - startedAt > PATIENCE_MS / 2)
      throw new Error("no problem");
    await setTimeout(100);
  }
}

describe("an emergency stop", { timeout: PATIENCE_MS }, () => {
  it("is told by one issue, whoever raises it again and whatever the clock does", async () => {
    const before = gitHub.issues.size;
    await raise("smoke");
    await raise("more smoke");
    await tick();
    const number = before + 1;
    expect([...gitHub.issues.values()].slice(before)).toMatchObject([
      {
        title: "CCSP (local): emergency stop",
        labels: ["ccsp", "emergency-stop"],
        isOpen: true,
        body: expect.stringContaining("- Reason: `smoke`"),
      },
    ]);
    const told = await report();
    expect(told).toMatchObject({ reason: "smoke", issueUrl: issueUrl(number) });
    expect(told).toHaveProperty("toldAt");
    expect(told).not.toHaveProperty("heldUntil");
  });

  it.each(["down", "slow"] as const)(
    "is raised while GitHub is %s, and told by the clock when it is back",
    async (gitHubIs) => {
      const number = gitHub.issues.size + 1;
      gitHub.failure = gitHubIs;
      const raised = await raise("fire");
      expect(raised).toMatchObject({ status: 200, body: { changed: true } });
      expect(raised.tookMs).toBeLessThan(onABusyMachine(12_000));
      expect(await problem()).toContain("GitHub");
      gitHub.failure = undefined;

      await tick();
      expect(gitHub.issues.size).toBe(number - 1); // too soon
      await noLongerHeld();
      await tick();
      await tick();
      expect(gitHub.issues.size).toBe(number);
      const told = await report();
      expect(told).toMatchObject({ issueUrl: issueUrl(number) });
      expect(told).not.toHaveProperty("problem");
    },
  );
});

describe("a lost login", { timeout: PATIENCE_MS }, () => {
  it("that its executor died over is told by the clock, and verified when the issue is closed", async () => {
    const before = gitHub.issues.size;
    const number = before + 1;
    await newLogin().lose();
    expect(await tick()).toMatchObject({ state: "notified" });
    expect(gitHub.issues.size).toBe(number);
    expect((await look("/session/status")).body).toStrictEqual({
      state: "notified",
      since: expect.stringMatching(/Z$/) as string,
      issueNumber: number,
      issueUrl: issueUrl(number),
      blockedTasks: 0,
    });
    expect(await tick()).toMatchObject({ state: "monitoring" });
    gitHub.change(number, { isOpen: false });
    expect(await tick()).toMatchObject({ state: "verifying", freed: 0 });
    expect(gitHub.issues.size).toBe(number);
  });

  it("says what GitHub does not do, to whoever asks", async () => {
    const login = newLogin();
    await login.verify({ login: "works" });
    await login.lose();
    gitHub.failure = "down";
    expect(await tick()).toMatchObject({ state: "blocked" });
    const { lastError } = (await look("/session/status")).body;
    expect(lastError).toContain("GitHub");
    expect((await look("/health")).body).toMatchObject({
      dependencies: { session: { state: "blocked", lastError } },
    });
  });
});
