import { expect, it } from "vitest";
import type { StandingCounts } from "../../../../shared/app/count-standing.ts";
import { noteDepth } from "../../../../shared/app/usage/note-depth.ts";
import { predict } from "../../../../shared/app/usage/predict.ts";
import { simpleStatistics } from "../../../../shared/adapters/simple-statistics/statistics.ts";
import { readStats } from "../../../../shared/app/usage/read-stats.ts";
import type { ProcessSample } from "../../../../shared/domain/process-sample.ts";
import { BUILT_IN_SETTINGS } from "../../../../shared/domain/settings.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aTask } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aUsageWorld, oneSuccess } from "./a-usage-world.ts";

const MINUTE = 60_000;
const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };
const COUNTS: StandingCounts = {
  deadLetters: 7,
  classes: {
    urgent: EMPTY,
    high: EMPTY,
    normal: { waiting: 2, delayed: 1, running: 5, oldestAgeMs: 10 },
    scheduled: { ...EMPTY, delayed: 4 },
    low: EMPTY,
  },
};
const UNKNOWN = {
  rateLimitRisk: null,
  queueOverflow: null,
  resourceUsage: null,
};

function aStatsWorld() {
  const world = aUsageWorld();
  const { executors } = world.control;
  const count = async () => COUNTS;
  const foreseen = predict({
    ...world,
    statistics: simpleStatistics,
    settings: async () => BUILT_IN_SETTINGS,
  });
  const deps = { ...world, executors, count, predict: foreseen };
  return { ...world, stats: readStats(deps), depth: noteDepth(deps) };
}

const sample = (fields: Partial<ProcessSample> = {}): ProcessSample => ({
  memory: {
    rss: 100,
    heapTotal: 50,
    heapUsed: 40,
    external: 3,
    arrayBuffers: 1,
  },
  cpuCores: 0.5,
  connections: 2,
  uptimeMs: 1_000,
  ...fields,
});

it("says null where nothing is known, and leaves no field out", async () => {
  const { stats } = aStatsWorld();
  expect(await stats({})).toStrictEqual({
    queue: {
      sizes: { urgent: 0, high: 0, normal: 3, scheduled: 4, low: 0 },
      throughput: 0,
      averageWaitTime: null,
      predictedStarts: { count: 0, keptRate: null, meanErrorMs: null },
    },
    usage: {
      requestsPerMinute: 0,
      successRate: null,
      averageResponseTime: null,
      errorRate: null,
    },
    system: {
      memoryUsage: null,
      cpuUsage: null,
      activeConnections: null,
      uptime: null,
    },
    predictions: UNKNOWN,
  });
});

it("tells of the last hour what was counted up to now", async () => {
  const world = aStatsWorld();
  await world.clock.advance(60 * MINUTE);
  const counter = world.counter();
  for (const code of [undefined, undefined, undefined, "timeout"] as const)
    counter.ended(
      aTask(
        code
          ? {
              status: "failed",
              error: { code, message: "", retryable: false },
            }
          : { status: "succeeded" },
      ),
    );
  await counter.put();
  await world.done(START, oneSuccess(START), "w-2");
  const { queue, usage } = await world.stats({});
  expect(queue.throughput).toBeCloseTo(5 / 60, 4);
  expect(queue.averageWaitTime).toBe(0);
  expect(usage).toEqual({
    requestsPerMinute: 1 / 60,
    successRate: 0.8,
    errorRate: 0.2,
    averageResponseTime: 1_234,
  });
});

it("sums the executors that were seen in the last minute", async () => {
  const world = aStatsWorld();
  const seen = { slots: 1, running: 0, lastSeenAt: world.clock.now() };
  const { executors } = world.control;
  await executors.note({ id: "e-1", ...seen, process: sample() });
  await executors.note({
    id: "e-2",
    ...seen,
    process: sample({ cpuCores: 1, connections: 3 }),
  });
  await executors.note({ id: "older-release", ...seen });
  const { system } = await world.stats({});
  expect(system).toEqual({
    memoryUsage: {
      rss: 200,
      heapTotal: 100,
      heapUsed: 80,
      external: 6,
      arrayBuffers: 2,
    },
    cpuUsage: 1.5,
    activeConnections: 5,
    uptime: 2_000,
  });
});

it("tells period by period when one is asked for", async () => {
  const world = aStatsWorld();
  await world.done(START, oneSuccess(START));
  await world.clock.advance(90_000);
  const { series } = await world.stats({ from: START, period: "minute" });
  expect(series).toEqual([
    expect.objectContaining({ at: START, throughput: 1, successRate: 1 }),
    expect.objectContaining({
      at: later(START, MINUTE),
      throughput: 0,
      successRate: null,
    }),
  ]);
});

it("notes each minute how much waits and runs", async () => {
  const world = aStatsWorld();
  await world.clock.advance(MINUTE + 1_234);
  await world.depth();
  await world.depth();
  const range = { from: START, to: later(START, 5 * MINUTE) };
  expect(await world.usageStore.depths(range)).toEqual([
    {
      at: later(START, MINUTE),
      classes: COUNTS.classes,
      runs: {},
      windows: [],
    },
  ]);
});
