/**
 * How long `GET /stats` takes with many days of tasks in the table, beside the read of one row.
 * `node test/bench/stats.ts [--days 35]`; the table is filled first, which takes some minutes.
 */
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { serviceEnvironment } from "../../infra/local/environment.ts";
import { createResources } from "../../infra/local/resources.ts";
import { startEmulators } from "../../infra/local/run-emulators.ts";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { dynamoDbUsageStore } from "../../shared/adapters/dynamodb/usage-store.ts";
import { closeHours } from "../../shared/app/usage/close-hours.ts";
import { later } from "../../shared/domain/timing.ts";
import { usageOfEnd, usageOfRun } from "../../shared/domain/usage-events.ts";
import { floorTo, PERIOD_MS } from "../../shared/domain/usage-period.ts";
import { sumUsage, type Usage } from "../../shared/domain/usage.ts";
import { composeOperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { aRun, aRunningTask, aTask } from "../builders/task.ts";

const { values: options } = parseArgs({
  options: { days: { type: "string", default: "35" } },
});
const ROUNDS = 200;
const TASKS_A_MINUTE = 100;
const AGENTS = 20;
const AT_ONCE = 20;

/** A hundred tasks of twenty agents, with times as different as they come. */
function aMinute(at: Date): Usage {
  const parts = Array.from({ length: TASKS_A_MINUTE }, (_, index) => {
    const agent = `agent-${index % AGENTS}`;
    const executionTimeMs = 1_000 + index * index * 7;
    const startedAt = later(at, -executionTimeMs - index);
    const notBefore = later(startedAt, -index * 97);
    const task = aRunningTask({ agent, notBefore, startedAt });
    const run = aRun({
      executionTimeMs,
      models: ["opus", "haiku"].map((model) => ({
        model,
        inputTokens: 5_000,
        outputTokens: 300,
        costUsd: 0.02,
      })),
    });
    return [
      usageOfRun({ task, run, at }),
      usageOfEnd(aTask({ agent, status: "succeeded" })),
    ];
  });
  return sumUsage(parts.flat());
}

async function timed(ask: () => Promise<unknown>) {
  const histogram = createHistogram();
  await ask();
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await ask();
    histogram.record(
      Math.max(1, Math.round((performance.now() - startedAt) * 1e6)),
    );
  }
  return histogram;
}

const millis = (of: RecordableHistogram, percentile: number): string =>
  (of.percentile(percentile) / 1e6).toFixed(1);

const emulators = await startEmulators();
const resources = await createResources(emulators);
Object.assign(process.env, serviceEnvironment({}, emulators, resources));
const { client } = dynamoDbClient(Date.now);
const usageStore = dynamoDbUsageStore({
  client,
  tableName: resources.tableNames["UsageTable"] ?? "",
});

const now = new Date();
const usage = aMinute(now);
const minutes = Number(options.days) * 24 * 60;
const newest = floorTo("minute", now);
for (let index = minutes; index > 0; index -= AT_ONCE)
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, lane) =>
      usageStore.putMinute({
        at: later(newest, -(index - lane) * PERIOD_MS.minute),
        writer: "bench",
        version: 1,
        usage,
      }),
    ),
  );
// Hours are made as time passes: once every two days is enough.
for (let day = Number(options.days) - 2; day >= 0; day -= 1)
  await closeHours({
    usageStore,
    clock: { now: () => later(now, -day * PERIOD_MS.day) },
  })();

const { statistics } = composeOperatorApi();
const from = later(now, -(Number(options.days) - 1) * PERIOD_MS.day);
const measured = {
  "one row of the table": await timed(() => usageStore.newestHour(now)),
  "GET /stats": await timed(() => statistics.stats({})),
  [`GET /stats/usage of ${options.days} days`]: await timed(() =>
    statistics.details.usage({ from, period: "day" }),
  ),
};
for (const [name, histogram] of Object.entries(measured))
  process.stdout.write(
    `${name}: p50 ${millis(histogram, 50)} ms, p99 ${millis(histogram, 99)} ms\n`,
  );
client.destroy();
await emulators.stop();
