/** `ccsp metrics` over the log files of a local stack, and before something that answers as CloudWatch. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEmfLine } from "../../../shared/command-line/metrics/read-emf.ts";
import { statisticOf } from "../../../shared/command-line/metrics/statistic.ts";
import {
  checkKept,
  parsePeriod,
  parseWhen,
  wholePeriods,
} from "../../../shared/command-line/metrics/time-range.ts";
import { call, emptyFolder } from "./surroundings.ts";

const emf = (
  time: string,
  values: Readonly<Record<string, number | readonly number[]>>,
  sets: readonly Readonly<Record<string, string>>[] = [{ Stage: "local" }],
): string =>
  JSON.stringify({
    ...Object.assign({}, ...sets),
    ...values,
    _aws: {
      Timestamp: Date.parse(time),
      CloudWatchMetrics: [
        {
          Namespace: "CCSP",
          Dimensions: sets.map((set) => Object.keys(set)),
          Metrics: Object.keys(values).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
  });

const HIGH = [{ Stage: "local" }, { Stage: "local", Class: "high" }];
const LOG = [
  '{"level":30,"msg":"something else"}',
  emf("2030-01-31T12:00:10Z", { TaskWaitTime: 10 }, HIGH),
  `prefix ${emf("2030-01-31T12:00:59.999Z", { TaskWaitTime: [20, 30] })}`,
  emf("2030-01-31T12:02:00Z", { TaskWaitTime: 7 }),
  emf("2030-01-31T12:05:00Z", { TaskWaitTime: 1_000 }),
  '{"_aws":{"Timestamp":1,"CloudWatchMetr',
].join("\n");

/** A folder as a local stack leaves it. */
async function ccsp(...args: readonly string[]) {
  const directory = emptyFolder();
  const logs = join(directory, ".ccsp", "logs");
  mkdirSync(logs, { recursive: true });
  writeFileSync(join(logs, "executor.log"), LOG);
  return call(["metrics", ...args], { directory });
}

const RANGE = [
  ...["--start", "2030-01-31T12:00:30Z"],
  ...["--end", "2030-01-31T12:05:00Z"],
];
const WAIT = ["get", "--metric", "TaskWaitTime", ...RANGE] as const;

describe("ccsp metrics list", () => {
  it("names each metric with each set of its dimensions", async () => {
    const { code, stdout } = await ccsp("list", "--json");
    expect(code).toBe(0);
    const stage = { Name: "Stage", Value: "local" };
    expect(JSON.parse(stdout)).toEqual({
      Metrics: [
        {
          Namespace: "CCSP",
          MetricName: "TaskWaitTime",
          Dimensions: [stage, { Name: "Class", Value: "high" }],
        },
        { Namespace: "CCSP", MetricName: "TaskWaitTime", Dimensions: [stage] },
      ],
    });
  });

  it("is filtered by dimension", async () => {
    const { stdout } = await ccsp("list", "--dimension", "Class=high");
    expect(stdout.trim().split("\n")).toHaveLength(2);
    expect(stdout).toMatch(/CCSP\s+TaskWaitTime\s+Stage=local Class=high/);
    const none = await ccsp("list", "--metric", "Nothing");
    expect(none.stdout).toBe("There are no such metrics yet.\n");
  });
});

describe("ccsp metrics get", () => {
  it("begins periods at whole minutes, leaves out the empty ones, and ends before the end", async () => {
    const { stdout } = await ccsp(...WAIT, "--stat", "Average", "--json");
    expect(JSON.parse(stdout)).toEqual({
      MetricDataResults: [
        {
          Id: "m1",
          Label: "TaskWaitTime Average",
          Timestamps: ["2030-01-31T12:00:00.000Z", "2030-01-31T12:02:00.000Z"],
          Values: [20, 7],
          StatusCode: "Complete",
        },
      ],
    });
  });

  it("takes exactly the dimensions that are asked for", async () => {
    const { stdout } = await ccsp(
      ...[...WAIT, "--stat", "SampleCount", "--dimension", "Class=high"],
    );
    expect(stdout).toBe(
      "TIME                  SAMPLECOUNT\n2030-01-31T12:00:00Z  1\n",
    );
  });

  it("draws a chart, and says how many periods have no value", async () => {
    const { stdout } = await ccsp(...WAIT, "--chart", "--stat", "Maximum");
    expect(stdout).toContain("TaskWaitTime Maximum, each 1m");
    expect(stdout).toContain("30 ┼─╮");
    expect(stdout).toContain(
      "2030-01-31T12:00:00Z to 2030-01-31T12:02:00Z; 2 of 3 periods have a value",
    );
  });

  it("says so when there is nothing", async () => {
    for (const more of [[], ["--chart"]])
      expect((await ccsp("get", "--metric", "Nothing", ...more)).stdout).toBe(
        "There are no values of this metric in this time; `ccsp metrics list` shows which metrics there are.\n",
      );
  });

  it.each([
    [["--stat", "Median"], "`Median` is no statistic"],
    [["--period", "90"], "`90` is no period"],
    [["--start", "yesterday"], "`yesterday` is no time"],
    [["--dimension", "Class"], "`Class` is no dimension"],
    [["--start", "1m ago", "--end", "-1h"], "--start must be before --end"],
    [["--aws"], "give --stage"],
  ])("refuses %j in words", async (args, words) => {
    const { code, stderr } = await ccsp("get", "--metric", "X", ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe("a statistic", () => {
  const values = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 });

  it("by percentile is one of the values, never falls as the percentile grows, and ends at the largest", () => {
    fc.assert(
      fc.property(values, (all) => {
        const found = [0, 10, 50, 90, 99, 99.9, 100].map((share) =>
          statisticOf(`p${share}`, all),
        );
        expect(all).toEqual(expect.arrayContaining(found));
        expect(found).toEqual(found.toSorted((one, other) => one - other));
        expect(found.at(-1)).toBe(Math.max(...all));
      }),
    );
  });

  it("is as its name says", () => {
    const of = (stat: string) => statisticOf(stat, [4, 1, 1, 2]);
    expect(
      ["SampleCount", "Sum", "Average", "Minimum", "Maximum", "p50"].map(of),
    ).toEqual([4, 8, 2, 1, 4, 1]);
  });

  it("is the value at its rank, also where a share is no binary fraction", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    for (const percent of hundred)
      expect(statisticOf(`p${percent}`, hundred)).toBe(percent);
  });
});

describe("a time", () => {
  const now = new Date("2030-01-31T12:00:00Z");

  it.each([
    ["now", "2030-01-31T12:00:00.000Z"],
    ["-1h", "2030-01-31T11:00:00.000Z"],
    ["1h30m ago", "2030-01-31T10:30:00.000Z"],
    ["2d", "2030-01-29T12:00:00.000Z"],
    ["2030-01-01T00:00:00+01:00", "2029-12-31T23:00:00.000Z"],
  ])("may be typed as %s", (text, expected) => {
    expect(parseWhen(text, now).toISOString()).toBe(expected);
  });

  it("of a period may have a unit", () => {
    expect([parsePeriod("300"), parsePeriod("5m")]).toEqual([300_000, 300_000]);
  });

  it("is widened to the beginning of its first period and to a whole minute", () => {
    const span = {
      from: new Date("2030-01-31T11:59:59.999Z"),
      to: new Date("2030-01-31T12:07:00.001Z"),
      periodMs: 300_000,
    };
    const wide = {
      ...span,
      from: new Date("2030-01-31T11:55:00Z"),
      to: new Date("2030-01-31T12:08:00Z"),
    };
    expect(wholePeriods(span)).toEqual(wide);
    expect(wholePeriods(wide)).toEqual(wide);
  });

  it.each([
    [16, 60_000, "5m"],
    [16, 300_000, undefined],
    [14, 60_000, undefined],
    [64, 300_000, "1h"],
    [64, 7_200_000, undefined],
  ])(
    "%i days ago is kept by CloudWatch for some periods only, by %i ms: ask for %s",
    (days, periodMs, remedy) => {
      const from = new Date(now.getTime() - days * 86_400_000);
      const check = () => checkKept({ from, to: now, periodMs }, now);
      if (remedy === undefined) expect(check).not.toThrow();
      else expect(check).toThrow(`give --period ${remedy} or a multiple`);
    },
  );
});

it("a line that is no metric is passed over", () => {
  for (const line of ["", "_aws", '{"_aws":1}', '"_aws" {"_aws":{}}'])
    expect(readEmfLine(line)).toEqual([]);
});
