/** Lists and figures as operators see them, and the times and numbers that they type. */
import { describe, expect, it } from "vitest";
import {
  parseDurationWithin,
  parseMoment,
} from "../../../shared/command-line/moment.ts";
import { parseLimit } from "../../../shared/command-line/pages.ts";
import { renderTable } from "../../../shared/command-line/table.ts";
import { statsTable } from "../../../shared/command-line/tables/stats.ts";
import { ccsp } from "./scripted-call.ts";

describe("a list", () => {
  it("ends at the limit, and tells how to go on", async () => {
    const entry = { at: "2030-01-31T12:00:00.000Z", action: "pause" };
    const { sent, stderr, stdout } = await ccsp("audit -n 101", {
      script: ({ path }) => [
        200,
        {
          items: Array.from(
            { length: path.includes("limit=100") ? 100 : 1 },
            () => ({
              ...entry,
              actor: "olga",
              detail: { gate: "paused", ids: ["x".repeat(200)] },
            }),
          ),
          cursor: "next",
        },
      ],
    });
    expect(sent.map(({ path }) => path)).toEqual([
      "/audit?limit=100",
      "/audit?limit=1&cursor=next",
    ]);
    expect(stderr).toMatch(/go on with --cursor next/);
    expect(stdout).toMatch(/pause\s+olga\s+–\s+gate=paused ids=\["x+…/);
    expect(stdout.trim().split("\n")).toHaveLength(102);
  });

  it("of deeds is filtered by the service", async () => {
    const { sent, stdout } = await ccsp(
      "audit --from 2030-01-31T12:00:00+01:00 --to 2030-02-01T00:00:00Z --actor olga --action pause",
      { script: () => [200, { items: [] }] },
    );
    expect(sent.map(({ path }) => path)).toEqual([
      "/audit?from=2030-01-31T11%3A00%3A00.000Z&to=2030-02-01T00%3A00%3A00.000Z&actor=olga&action=pause&limit=50",
    ]);
    expect(stdout).toContain("Nothing of the kind is in the audit trail.");
  });

  it.each([
    ["audit --action fly", /Allowed choices are pause, /],
    ["audit --from yesterday", /--from.*`yesterday` is no time/],
  ])("%s is refused", async (line, says) => {
    const { exit, sent, stderr } = await ccsp(line);
    expect({ exit, sent }).toEqual({ exit: 2, sent: [] });
    expect(stderr).toMatch(says);
  });

  it("of dead letters is filtered by the service", async () => {
    const { sent, stdout } = await ccsp(
      "dead-letters --class low --code crashed --agent alice --cursor c1",
      {
        script: () => [
          200,
          {
            items: [
              {
                taskId: "t-1",
                agent: "alice",
                priority: "low",
                attempts: 3,
                error: { code: "crashed", message: "exit 1\nbecause" },
                finishedAt: "2030-01-31T12:00:00.000Z",
              },
            ],
          },
        ],
      },
    );
    const [, query] = sent[0]!.path.split("?");
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      ...{ class: "low", code: "crashed", agent: "alice" },
      ...{ limit: "50", cursor: "c1" },
    });
    expect(stdout).toMatch(
      /t-1\s+alice\s+low\s+crashed\s+3\s+.*exit 1 because/,
    );
  });

  it("that is empty says so", async () => {
    const { stdout } = await ccsp("dead-letters", {
      script: () => [200, { items: [] }],
    });
    expect(stdout).toBe("There are no dead letters.\n");
  });
});

const UNKNOWN = Array<string>(6).fill("–");

describe("times", () => {
  it("are a table: a line for each kind and class", async () => {
    const none = { count: 0, mean: null, p50: null, p90: null, p95: null };
    const empty = { ...none, p99: null, max: null };
    const some = { count: 2, mean: 150, p50: 100, p90: 200, p95: 200 };
    const waitMs = { ...some, p99: 61_000, max: 2_940 };
    const times = { waitMs, runMs: empty, overheadMs: empty };
    const { stdout } = await ccsp("stats performance", {
      script: () => [200, { ...times, classes: [{ class: "high", ...times }] }],
    });
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["TIME", "CLASS", "COUNT", "MEAN", "P50", "P90", "P95", "P99", "MAX"],
      ...["all", "high"].map((name) => [
        ...["wait", name, "2", "150 ms", "100 ms", "200 ms", "200 ms"],
        ...["1m 1s", "2.9s"],
      ]),
      ...["all", "high"].map((name) => ["run", name, "0", ...UNKNOWN]),
      ...["all", "high"].map((name) => ["overhead", name, "0", ...UNKNOWN]),
      [""],
    ]);
  });
});

describe("figures", () => {
  const rows = (answer: object) =>
    renderTable(statsTable(answer), (text) => text);

  it("have a unit, and what is not known is –", () => {
    const text = rows({
      usage: { successRate: 0.975, averageResponseTime: 61_000 },
      queue: { sizes: { urgent: 3 }, averageWaitTime: null, byHour: [] },
      predictions: { rateLimitRisk: null },
      system: {
        ...{ memoryUsage: { rss: 1_048_576 }, cpuUsage: 0.00512, uptime: 500 },
      },
      waitMs: { count: 3, p95: 2_000 },
      series: [{ at: "2030-01-31T12:00:00Z" }],
      byAgent: [{ agent: "alice", costUsd: 1.5 }],
    });
    expect(text).toMatch(/usage\.successRate\s+97\.5 %/);
    expect(text).toMatch(/usage\.averageResponseTime\s+1m 1s/);
    expect(text).toMatch(/queue\.sizes\.urgent\s+3/);
    expect(text).toMatch(/queue\.averageWaitTime\s+–/);
    expect(text).toMatch(/queue\.byHour\s+none/);
    expect(text).toMatch(/predictions\.rateLimitRisk\s+–/);
    expect(text).toMatch(/system\.memoryUsage\.rss\s+1 MiB/);
    expect(text).toMatch(/system\.cpuUsage\s+0\.0051$/m);
    expect(text).toMatch(/system\.uptime\s+500 ms/);
    expect(text).toMatch(/waitMs\.count\s+3$/m);
    expect(text).toMatch(/waitMs\.p95\s+2s/);
    expect(text).not.toMatch(/series/);
    expect(text).toMatch(/byAgent\[alice\]\.costUsd\s+\$1\.50/);
  });

  it("of a class are named by it, and only shares are percentages", () => {
    const classes = [{ method: "m", class: "high", arrivalRate: 1.5 }];
    const text = rows({
      predictions: { queueOverflow: { classes } },
      predictedStarts: { keptRate: 0.8 },
    });
    expect(text).toMatch(/predictedStarts\.keptRate\s+80 %/);
    expect(text).toMatch(/classes\[high\]\.arrivalRate\s+1\.5$/m);
    expect(text).toMatch(/classes\[high\]\.method\s+m$/m);
  });

  it("by time are shown of when something happened", () => {
    const point = (at: string, finished: number) => ({
      ...{ at, finished, failed: 0, errorRate: finished > 0 ? 0 : null },
    });
    const text = rows({ byTime: [point("12:00", 0), point("12:01", 2)] });
    expect(text).not.toContain("12:00");
    expect(text).toMatch(/byTime\[12:01\]\.finished\s+2/);
    expect(rows({ byTime: [] })).toMatch(/byTime\s+none/);
  });

  it("of one view are asked for by its name", async () => {
    const { sent } = await ccsp("stats agents", { script: () => [200, {}] });
    expect(sent[0]?.path).toBe("/stats/agents");
    const week = await ccsp("stats usage --for 7d", {
      script: () => [200, {}],
    });
    expect(week.sent[0]?.path).toMatch(/^\/stats\/usage\?from=20/);
    const { stderr } = await ccsp("stats weather");
    expect(stderr).toMatch(/Allowed choices are usage, agents, errors/);
  });
});

describe("times and numbers", () => {
  it("are taken within their bounds", () => {
    const bounds = { min: 1_000, max: 60_000 };
    expect(parseDurationWithin("1m", bounds)).toBe(60_000);
    expect(() => parseDurationWithin("61s", bounds)).toThrow(/at most 1m/);
    expect(parseMoment("2030-01-31T12:00Z")).toBe("2030-01-31T12:00:00.000Z");
    expect(parseLimit("100000")).toBe(100_000);
  });

  it.each(["0", "-1", "1.5", "ten", "", "100001"])("%j is no limit", (text) => {
    expect(() => parseLimit(text)).toThrow(/whole number from 1 to 100000/);
  });

  it.each(["2030-01-31", "2030-01-31T12:00:00", "12:00", ""])(
    "%j is no moment",
    (text) => {
      expect(() => parseMoment(text)).toThrow(/with its zone/);
    },
  );
});
