/** The single checks of `ccsp doctor`. */
import { describe, expect, it } from "vitest";
import {
  checkLocalFile,
  checkNode,
  checkSettings,
} from "../../../shared/command-line/doctor/check-client.ts";
import {
  checkClock,
  checkReachability,
  checkVersion,
  type Probe,
} from "../../../shared/command-line/doctor/check-service.ts";
import { checkToken } from "../../../shared/command-line/doctor/check-token.ts";
import {
  checkDeadLetters,
  checkDependencies,
  checkExecutors,
  checkGates,
  checkSession,
} from "../../../shared/command-line/doctor/check-work.ts";
import { overall } from "../../../shared/command-line/doctor/finding.ts";

const NOW = new Date("2030-01-31T12:00:00Z");
const at = (ms: number): Date => new Date(NOW.getTime() + ms);
const answered = (status: number, body: unknown, tookMs = 10): Probe => ({
  status,
  body,
  sentAt: NOW,
  receivedAt: at(tookMs),
});

describe("Node", () => {
  it.each([
    ["v24.1.0", "ok"],
    ["v20.0.0", "ok"],
    ["v18.20.0", "fail"],
    ["v9.0.0", "fail"],
  ])("%s is %s", (version, status) => {
    expect(checkNode(version).status).toBe(status);
  });
});

describe("the settings", () => {
  it("are told with their source and what is not used", () => {
    const used = { baseUrl: "http://x/api/ccsp", source: "the profile work" };
    const finding = checkSettings({ used, others: ["CCSP_TOKEN"] });
    expect(finding).toMatchObject({
      status: "ok",
      found: "http://x/api/ccsp, from the profile work; not used: CCSP_TOKEN",
    });
  });

  it("that are not there are a failure", () => {
    const used = { problem: "No service is known." };
    expect(checkSettings({ used, others: [] }).status).toBe("fail");
  });
});

describe("the local stack's file", () => {
  const file = "/x/local.json";
  const stack = { url: "http://127.0.0.1:3001", answers: true };

  it.each([
    ["none", undefined, []],
    ["one that answers", { file, isOpen: false, stack }, ["ok"]],
    ["one that others may read", { file, isOpen: true, stack }, ["ok", "warn"]],
    [
      "a stale one",
      { file, isOpen: false, stack: { ...stack, answers: false } },
      ["warn"],
    ],
    ["one that is none", { file, isOpen: false }, ["fail"]],
  ])("%s is told", (_, local, statuses) => {
    const findings = checkLocalFile(local);
    expect(findings.map(({ status }) => status)).toEqual(statuses);
  });
});

describe("the service", () => {
  it.each([
    ["ok", answered(200, { status: "ok" }), "ok"],
    ["slow", answered(200, { status: "ok" }, 3_001), "warn"],
    ["degraded", answered(200, { status: "degraded" }), "warn"],
    ["down", answered(503, { status: "down" }), "fail"],
    ["another program", answered(200, "<html>"), "fail"],
    ["a wrong path", answered(404, { status: 404 }), "fail"],
    ["nobody", { lost: "connect ECONNREFUSED" }, "fail"],
  ] as const)("%s is told", (_, health, status) => {
    const findings = checkReachability("http://x/api/ccsp", health);
    expect(findings.map((each) => each.status)).toEqual([status]);
  });

  it.each([
    [0, "ok"],
    [4_000, "ok"],
    [-5_500, "ok"], // the header tells whole seconds
    [6_500, "warn"],
    [-6_500, "warn"],
    [400_000, "fail"],
    [-400_000, "fail"],
  ])("whose clock is %d ms off is %s", (offMs, status) => {
    const probe = { date: at(offMs), sentAt: NOW, receivedAt: at(10) };
    const [finding] = checkClock(probe);
    expect(finding?.status).toBe(status);
    if (status !== "ok")
      expect(finding?.found).toMatch(offMs > 0 ? /behind/ : /ahead of/);
  });

  it("that tells no time is not judged by it", () => {
    expect(checkClock({ sentAt: NOW, receivedAt: NOW })).toEqual([]);
  });

  it.each([
    ["1", "ok", /0\.1\.0, for version 1/],
    ["1.4.0", "ok", /0\.1\.0, for version 1/],
    ["2", "warn", /speaks version 1 of the API, the service 2/],
    [undefined, "ok", /does not tell/],
  ])("whose API is of version %s is %s", (api, status, found) => {
    const finding = checkVersion("0.1.0", api);
    expect(finding.status).toBe(status);
    expect(finding.found).toMatch(found);
  });
});

describe("the token", () => {
  const holder = (scopes: readonly string[], validMs: number): Probe =>
    answered(200, {
      agent: "alice",
      scopes,
      tokenId: "a1",
      expiresAt: at(validMs).toISOString(),
    });
  const DAY_MS = 86_400_000;

  it.each([
    ["of an operator", holder(["operate"], 90 * DAY_MS), ["ok"]],
    ["that ends soon", holder(["observe"], 6 * DAY_MS), ["warn"]],
    ["of an agent", holder(["tasks"], 90 * DAY_MS), ["ok", "warn"]],
    ["refused", answered(401, { detail: "Revoked." }), ["fail"]],
    ["not looked at", answered(429, { detail: "Later." }), ["warn"]],
    ["of an old service", answered(404, {}), ["warn"]],
    ["unheard", { lost: "reset" }, []],
  ] as const)("%s is told", (_, whoami, statuses) => {
    const findings = checkToken(whoami, NOW);
    expect(findings.map(({ status }) => status)).toEqual(statuses);
  });

  it("is told by its id, and what to type to replace it", () => {
    const [finding] = checkToken(holder(["observe"], DAY_MS), NOW);
    expect(finding).toMatchObject({
      found: "a1 of alice, scopes observe, ends in 1d",
      remedy: "`ccsp token rotate a1` makes the next one.",
    });
  });
});

describe("what holds work up", () => {
  const executor = {
    id: "e1",
    slots: 2,
    running: 1,
    lastSeenAt: NOW.toISOString(),
  };
  const ill = { ...executor, id: "e2", problem: "claude is missing" };

  it.each([
    ["nobody", [], ["fail"]],
    ["one", [executor], ["ok"]],
    ["one of two", [executor, ill], ["ok", "warn"]],
    ["only an ill one", [ill], ["fail"]],
  ])("%s works", (_, executors, statuses) => {
    const findings = checkExecutors(executors);
    expect(findings.map(({ status }) => status)).toEqual(statuses);
  });

  it("a part that does not answer is told with why", () => {
    const findings = checkDependencies({
      sqs: { ok: true },
      dynamodb: { ok: false, problem: "no answer within 1500 ms" },
    });
    expect(findings.map(({ status }) => status)).toEqual(["ok", "fail"]);
    expect(findings[1]?.found).toMatch(/no answer within 1500 ms/);
  });

  it.each([
    ["emergency", "fail", /ccsp resume --emergency/],
    ["session", "fail", /ccsp session restored/],
    ["paused", "warn", /`ccsp resume`/],
    ["limit", "warn", /Wait until/],
    ["load", "warn", /by itself/],
    ["new", "warn", /ccsp resume --gate new/],
  ])("the gate %s is a %s", (name, status, remedy) => {
    const [finding] = checkGates({
      other: { closed: false },
      [name]: {
        closed: true,
        reason: "because",
        actor: "olga",
        since: "2030-01-31T11:00:00Z",
      },
    });
    expect(finding?.status).toBe(status);
    expect(finding?.remedy).toMatch(remedy);
    expect(finding?.found).toBe(
      `\`${name}\` is closed since 2030-01-31T11:00:00Z by olga: because`,
    );
  });

  it("open gates are well", () => {
    expect(checkGates({ paused: { closed: false } })[0]?.status).toBe("ok");
  });

  it.each([
    [{ state: "active" }, ["ok"]],
    [{ state: "active", lastError: "401 of the tracker" }, ["warn"]],
    [{ state: "monitoring", lastError: "expired" }, ["fail"]],
    [undefined, []],
  ])("the login %j is told", (session, statuses) => {
    const findings = checkSession(session);
    expect(findings.map(({ status }) => status)).toEqual(statuses);
  });

  it("dead letters are a warning", () => {
    expect(checkDeadLetters(0).status).toBe("ok");
    expect(checkDeadLetters(3)).toMatchObject({
      status: "warn",
      remedy: expect.stringMatching(/ccsp redrive/),
    });
  });

  it("the worst finding is the whole's", () => {
    const [ok] = checkSession({ state: "active" });
    const dead = checkDeadLetters(1);
    const [lost] = checkSession({ state: "blocked" });
    expect(overall([ok!])).toBe("ok");
    expect(overall([ok!, dead])).toBe("warn");
    expect(overall([ok!, lost!, dead])).toBe("fail");
  });
});
