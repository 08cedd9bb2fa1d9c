/** `ccsp report` as people see it. */
import { describe, expect, it } from "vitest";
import type { Review } from "../../../shared/command-line/answers.ts";
import { renderTable } from "../../../shared/command-line/table.ts";
import { reportTable } from "../../../shared/command-line/tables/report.ts";
import { ccsp } from "./scripted-call.ts";

const review: Review = {
  objectives: [
    { objective: "availability", target: 0.995, actual: 0.99, isKept: false },
    { objective: "success-rate", target: 0.95, actual: null, isKept: null },
    {
      objective: "wait-p95-ms",
      class: "urgent",
      target: 60_000,
      actual: 500,
      isKept: true,
    },
  ],
  availability: { share: 0.99, minutes: 100, upMinutes: 99 },
  capacity: { slots: 2, utilization: 0.5 },
  usage: {
    finished: 10,
    failed: 4,
    requests: 12,
    averageResponseTime: 65_000,
    averageWaitTime: null,
    inputTokens: 7,
    outputTokens: 8,
    costUsd: 1.5,
  },
  failures: [{ outcome: "timeout", tasks: 4 }],
};
const unknown: Review = {
  objectives: review.objectives.map((each) => ({
    ...each,
    actual: null,
    isKept: null,
  })),
  availability: { share: null, minutes: 0, upMinutes: 0 },
  capacity: { slots: null, utilization: null },
  usage: null,
  failures: [],
};
const lines = (before?: Review): readonly string[] =>
  renderTable(
    reportTable({
      ...review,
      period: "week",
      projectedUtilization: 0.75,
      ...(before && { before }),
    }),
    (text) => text,
  )
    .split("\n")
    .map((line) => line.trim().replaceAll(/ {2,}/g, " | "));

describe("a report", () => {
  it("says of each objective whether it was kept", () => {
    expect(lines()).toEqual(
      expect.arrayContaining([
        "availability | 99 % | ≥ 99.5 %, NOT KEPT",
        "success rate | – | ≥ 95 %",
        "wait of urgent, p95 | 500 ms | ≤ 1m, kept",
        "minutes without service | 1",
        "run, mean | 1m 5s",
        "cost | $1.50",
        "failed: timeout | 4",
      ]),
    );
  });

  it("stands beside the period before, with what changed", () => {
    const before = {
      ...review,
      capacity: { slots: 2, utilization: 0.25 },
      failures: [],
    };
    expect(lines(before)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^availability .* 99 % \| =$/),
        expect.stringMatching(/^utilization \| 50 % .* 25 % \| \+25 %$/),
        expect.stringMatching(/^failed: timeout \| 4 .* 0 \| \+4$/),
        expect.stringMatching(/^utilization in the next week \| 75 % /),
      ]),
    );
  });

  it("shows a dash for what is not known of the period before", () => {
    expect(lines(unknown)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^tasks finished \| 10 .*– \| –$/),
        expect.stringMatching(/^minutes without service \| 1 .*– \| –$/),
        expect.stringMatching(/^failed: timeout \| 4 .*– \| –$/),
      ]),
    );
  });

  it("is asked for as it is wished", async () => {
    const { sent, stdout } = await ccsp(
      "report --period month --compare --json",
      {
        script: () => [
          200,
          { ...unknown, period: "month", projectedUtilization: null },
        ],
      },
    );
    expect(sent.map(({ path }) => path)).toEqual([
      "/stats/report?period=month&compare=true",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ period: "month", usage: null });
  });
});
