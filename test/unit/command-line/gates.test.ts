/** `ccsp stop`, `resume` and `pause`: what is asked before, what is sent, what is said. */
import { describe, expect, it } from "vitest";
import { queueStatus } from "./queue-status.ts";
import { ccsp, type Script } from "./scripted-call.ts";

describe("ccsp stop", () => {
  const script: Script = () => [200, { emergency: {}, changed: true }];

  it("asks at a terminal, and stops when somebody agrees", async () => {
    const { exit, sent, stderr, stdout } = await ccsp("stop --reason fire", {
      script,
      typed: "y",
    });
    expect(stderr).toMatch(/^Stop everything at http:.*\[y\/N\] $/);
    expect(sent).toEqual([
      {
        method: "POST",
        path: "/control/emergency-stop",
        body: { reason: "fire" },
      },
    ]);
    expect(stdout).toMatch(/stopped.*ccsp resume --emergency/);
    expect(exit).toBe(0);
  });

  it.each(["", "n", "no", "yellow", "stop"])(
    "does nothing when somebody answers %j",
    async (typed) => {
      const { exit, sent, stderr } = await ccsp("stop", { script, typed });
      expect({ exit, sent }).toEqual({ exit: 1, sent: [] });
      expect(stderr).toMatch(/Nothing was done/);
    },
  );

  it("needs --yes where nobody can be asked", async () => {
    const refused = await ccsp("stop", { script });
    expect({ exit: refused.exit, sent: refused.sent }).toEqual({
      exit: 2,
      sent: [],
    });
    expect(refused.stderr).toMatch(/add `--yes`/);
    expect(await ccsp("stop --yes", { script })).toMatchObject({
      exit: 0,
      sent: [{ path: "/control/emergency-stop" }],
    });
  });

  it("is repeated when the answer is lost", async () => {
    let tries = 0;
    const { exit, sent } = await ccsp("stop --yes", {
      script: () => {
        tries += 1;
        return tries === 1
          ? [503, { code: "dependency-unavailable", detail: "Not now." }]
          : [200, { changed: false }];
      },
    });
    expect({ exit, tries: sent.length }).toEqual({ exit: 0, tries: 2 });
  });

  it("--report stops nothing, and tells of the last one", async () => {
    const { sent, stdout } = await ccsp("stop --report", {
      script: () => [
        200,
        {
          since: "2030-01-31T12:00:00.123Z",
          reason: "fire",
          actor: "olga",
          running: [
            {
              taskId: "t-1",
              agent: "alice",
              queueClass: "high",
              startedAt: "2030-01-31T11:59:00.000Z",
            },
          ],
          waiting: { urgent: 0, low: 7 },
          problem: "no issue could be made",
        },
      ],
    });
    expect(sent).toMatchObject([
      { method: "GET", path: "/control/stop-report" },
    ]);
    expect(stdout).toMatch(/Stopped 2030-01-31T12:00:00Z by olga: fire/);
    expect(stdout).toMatch(/ccsp resume --emergency/);
    expect(stdout).toMatch(/not yet: no issue could be made/);
    expect(stdout).toMatch(/0 urgent, 7 low/);
    expect(stdout).toMatch(/t-1\s+alice\s+high\s+2030-01-31T11:59:00Z/);
  });
});

describe("ccsp resume", () => {
  it.each([
    ["resume", "/queue/resume", { gate: "paused" }],
    ["resume --gate limit", "/queue/resume", { gate: "limit" }],
    ["resume --emergency", "/control/clear", {}],
  ])("%s orders %s", async (line, path, body) => {
    const { exit, sent } = await ccsp(line, {
      script: ({ method }) =>
        method === "GET" ? [200, queueStatus()] : [200, { changed: true }],
    });
    expect(exit).toBe(0);
    expect(sent[0]).toEqual({ method: "POST", path, body });
  });

  it("tells which gates still hold work up, and what opens them", async () => {
    const gates = {
      emergency: { closed: true, reason: "fire" },
      limit: { closed: true, reason: "usage-limit" },
    };
    const { stderr } = await ccsp("resume", {
      script: ({ method }) =>
        method === "GET"
          ? [200, queueStatus(gates)]
          : [200, { changed: false }],
    });
    expect(stderr).toMatch(
      /Still closed: emergency \(fire\), limit \(usage-limit\)\. `ccsp resume --emergency`, `ccsp resume --gate limit`/,
    );
  });

  it.each([
    ["resume --gate door", /Allowed choices are paused, session, limit, load/],
    ["resume --gate emergency", /Allowed choices are paused/],
    ["resume --gate limit --emergency", /either --gate or --emergency/],
  ])("%s is refused", async (line, says) => {
    const { exit, sent, stderr } = await ccsp(line);
    expect({ exit, sent }).toEqual({ exit: 2, sent: [] });
    expect(stderr).toMatch(says);
  });
});

describe("ccsp pause", () => {
  it("says until when", async () => {
    const until = "2030-01-31T06:00:00.000Z";
    const { sent, stdout } = await ccsp(
      "pause --until 2030-01-31T07:00:00+01:00",
      { script: () => [200, { changed: true, paused: { until } }] },
    );
    expect(sent[0]?.body).toEqual({ until });
    expect(stdout).toMatch(/Paused until 2030-01-31T06:00:00Z/);
  });

  it("counts a duration from now", async () => {
    const from = Date.now();
    const { sent } = await ccsp("pause --for 30m", {
      script: () => [200, { changed: true, paused: {} }],
    });
    const { until } = sent[0]?.body as { readonly until: string };
    const lasts = Date.parse(until) - from;
    expect(lasts).toBeGreaterThanOrEqual(1_800_000);
    expect(lasts).toBeLessThan(1_860_000);
  });

  it.each([
    ["pause --for 2h --until 2030-01-31T06:00:00Z", /either --until or --for/],
    ["pause --for 1ms", /--for <duration>.* at least 1s and at most 365d/],
    ["pause --for soon", /--for <duration>.*`soon` is not a duration/],
    ["pause --until tomorrow", /--until <time>.*for example 2030-01-31T12/],
    ["pause --until 2030-13-01T00:00:00Z", /is no time/],
  ])("%s is refused", async (line, says) => {
    const { exit, sent, stderr } = await ccsp(line);
    expect({ exit, sent }).toEqual({ exit: 2, sent: [] });
    expect(stderr).toMatch(says);
  });
});
