/** What a running service writes for CloudWatch, and what the command line reads from it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type MetricName, METRICS } from "../../shared/domain/metric-names.ts";
import { metricsOfEmf, problemsOfEmf } from "../builders/emf.ts";
import { commandedStackOfThisFile } from "./harness/commanded-stack.ts";

const here = commandedStackOfThisFile();

/** The clock strikes once a minute. */
const PATIENCE = { timeout: 240_000 };

function lines(): readonly string[] {
  const folder = join(here().stack.stateDir, "logs");
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
    .filter((line) => line.includes('"_aws"'))
    .map((line) => line.slice(line.indexOf("{")));
}

const written = (): ReadonlySet<string> =>
  new Set(lines().flatMap(metricsOfEmf));

const succeeded = () =>
  lines().filter(
    (line) =>
      line.includes('"TasksFinished":1') &&
      line.includes('"Outcome":"success"'),
  );

async function isWritten(name: MetricName): Promise<void> {
  while (!written().has(name)) await sleep(500);
}

/** What a quiet run with one task does not show. */
const ELSEWHERE: readonly string[] = [
  "ExecutorMemoryUsed", // where the container's memory is limited
  "PredictedStartKept", // when a start was told
  "PredictedStartError",
];

describe("the metrics of a running service", PATIENCE, () => {
  it("are lines that CloudWatch takes, of every name in the table and of no other", async () => {
    await here().program.run(["submit", "--wait", "hello"]);
    await isWritten("TasksFinished");
    await isWritten("DispatchRuns");
    expect(lines().flatMap(problemsOfEmf)).toEqual([]);
    const names = Object.keys(METRICS);
    expect([...written()].filter((name) => !names.includes(name))).toEqual([]);
    expect(
      names.filter((name) => !written().has(name) && !ELSEWHERE.includes(name)),
    ).toEqual([]);
  });

  it("are shown by the command line, which finds them by itself", async () => {
    const args = ["metrics", "get", "--metric", "TasksFinished", "--json"];
    const { code, stdout } = await here().program.run([
      ...[...args, "--dimension", "Outcome=success"],
    ]);
    expect(code).toBe(0);
    const { MetricDataResults: results } = JSON.parse(stdout) as {
      MetricDataResults: { Values: number[] }[];
    };
    const shown = results[0]?.Values.reduce((sum, each) => sum + each, 0);
    expect(shown).toBe(succeeded().length);
    expect(shown).toBeGreaterThan(0);
  });
});
