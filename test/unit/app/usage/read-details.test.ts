import { expect, it } from "vitest";
import { readDetails } from "../../../../shared/app/usage/read-details.ts";
import type { OutcomeName } from "../../../../shared/domain/outcome.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aRun, aRunningTask, aTask } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aUsageWorld } from "./a-usage-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An hour in which ada had two successes, bob a failure after a retry, and a cancelled task. */
async function aBusyWorld() {
  const world = aUsageWorld();
  const counter = world.counter();
  const ran = (agent: string, outcome: OutcomeName, model = "opus") => {
    const at = world.clock.now();
    counter.ran({
      task: aRunningTask({
        agent,
        notBefore: later(at, -3_000),
        startedAt: later(at, -2_000),
      }),
      run: aRun({
        outcome,
        executionTimeMs: 1_500,
        usage: { inputTokens: 10, outputTokens: 2, costUsd: 0.5, turns: 1 },
        models: [{ model, inputTokens: 10, outputTokens: 2, costUsd: 0.5 }],
        usageWindows: [
          {
            name: "five_hour",
            utilization: 0.25,
            resetsAt: later(START, 5 * HOUR),
          },
          { name: "overage" },
        ],
      }),
      at,
    });
  };
  const ended = (agent: string, code?: "crashed" | "cancelled" | "poison") => {
    const status = code === "cancelled" ? "cancelled" : "failed";
    const error = code && { code, message: "", retryable: false };
    counter.ended(
      aTask({
        agent,
        ...(error ? { status, error } : { status: "succeeded" }),
      }),
    );
  };
  for (const model of ["opus", "haiku", "opus"]) ran("ada", "success", model);
  for (let time = 0; time < 3; time += 1) ended("ada");
  ran("bob", "crashed");
  ran("bob", "crashed");
  ended("bob", "crashed");
  ended("bob", "cancelled");
  ended("cy", "poison");
  ended("abe", "poison");
  await counter.put();
  await world.clock.advance(MINUTE);
  return { ...world, details: readDetails(world) };
}

it("usage: sums, models, and the account's windows", async () => {
  const { details } = await aBusyWorld();
  const answer = await details.usage({});
  expect(answer).toMatchObject({
    from: later(START, MINUTE - HOUR),
    finished: 7,
    succeeded: 3,
    failed: 3,
    cancelled: 1,
    successRate: 0.5,
    requests: 5,
    inputTokens: 50,
    outputTokens: 10,
    costUsd: 2.5,
    models: [
      { model: "opus", requests: 4, inputTokens: 40, costUsd: 2 },
      { model: "haiku", requests: 1, inputTokens: 10, costUsd: 0.5 },
    ],
    windows: [
      {
        name: "five_hour",
        utilization: 0.25,
        remaining: 0.75,
        resetsAt: later(START, 5 * HOUR),
        seenAt: START,
      },
      { name: "overage", utilization: null, remaining: null, resetsAt: null },
    ],
  });
  expect(answer).not.toHaveProperty("series");
});

it("usage: the last word on a window stays, until it ends: then nothing is known", async () => {
  const { details, clock, closeHours } = await aBusyWorld();
  await clock.advance(4 * HOUR);
  await closeHours();
  const { windows, requests } = await details.usage({});
  expect(requests).toBe(0);
  expect(windows[0]?.utilization).toBe(0.25);
  await clock.advance(HOUR);
  expect((await details.usage({})).windows[0]).toMatchObject({
    utilization: null,
    remaining: null,
    resetsAt: null,
  });
});

it("agents: what each asked for and got, the busiest first", async () => {
  const { details } = await aBusyWorld();
  const { agents } = await details.agents({});
  expect(agents.map(({ agent }) => agent)).toEqual(["ada", "bob", "abe", "cy"]);
  expect(agents[0]).toEqual({
    agent: "ada",
    finished: 3,
    succeeded: 3,
    failed: 0,
    cancelled: 0,
    successRate: 1,
    errorRate: 0,
    requests: 3,
    averageWaitTime: 1_000,
    averageResponseTime: 1_500,
    inputTokens: 30,
    outputTokens: 6,
    costUsd: 1.5,
  });
  expect(agents[3]).toMatchObject({ requests: 0, averageWaitTime: null });
});

it("errors: by outcome, agent and time, retried runs counted apart", async () => {
  const { details } = await aBusyWorld();
  const answer = await details.errors({});
  expect(answer).toMatchObject({
    finished: 7,
    failed: 3,
    errorRate: 0.5,
    byOutcome: [
      { outcome: "poison", tasks: 2, runs: 0 },
      { outcome: "crashed", tasks: 1, runs: 2 },
    ],
    byAgent: [
      { agent: "abe", failed: 1, errorRate: 1, outcomes: { poison: 1 } },
      { agent: "bob", failed: 1, errorRate: 1, outcomes: { crashed: 1 } },
      { agent: "cy", failed: 1, errorRate: 1, outcomes: { poison: 1 } },
    ],
    period: "minute",
  });
  expect(answer.byTime.at(-2)).toEqual({
    at: START,
    finished: 7,
    failed: 3,
    errorRate: 0.5,
  });
  expect(answer.byTime[0]).toMatchObject({ failed: 0, errorRate: null });
});

it("errors: of a long time by the hour, or as asked", async () => {
  const { details } = await aBusyWorld();
  const from = later(START, -5 * HOUR);
  expect((await details.errors({ from })).period).toBe("hour");
  expect((await details.errors({ from, period: "day" })).period).toBe("day");
});

it("performance: percentiles of wait, run and overhead, of all and by class", async () => {
  const { details } = await aBusyWorld();
  const answer = await details.performance({});
  expect(answer.relativeError).toBeLessThan(0.02);
  expect(answer.waitMs).toMatchObject({ count: 5, mean: 1_000, max: 1_000 });
  expect(answer.runMs.p99).toBe(1_500);
  expect(answer.overheadMs.p50).toBe(500);
  const [urgent, , normal] = answer.classes;
  expect(urgent).toMatchObject({ class: "urgent", runMs: { p95: null } });
  expect(normal).toMatchObject({ class: "normal", runMs: { p95: 1_500 } });
});

it("performance: how starts that were told were kept, once there are five of them", async () => {
  const world = aUsageWorld();
  const { clock } = world;
  const details = readDetails(world);
  const counted = world.counter();
  const ran = (offMs: number) => {
    const startedAt = clock.now();
    const predictedStartAt = later(startedAt, -offMs);
    const told = { createdAt: startedAt, predictedStartAt, fence: 1 };
    const task = aRunningTask({ ...told, startedAt });
    counted.ran({ task, run: aRun(), at: startedAt });
  };
  for (const offMs of [0, 1_000, -29_000, 40_000]) ran(offMs);
  await counted.put();
  expect((await details.performance({})).predictedStarts).toEqual({
    count: 4,
    keptRate: null,
    meanErrorMs: null,
  });
  ran(0);
  await counted.put();
  const kept = { count: 5, keptRate: 0.8, meanErrorMs: 14_000 };
  const answer = await details.performance({});
  expect(answer.predictedStarts).toEqual(kept);
  expect(answer.classes[2]?.predictedStarts).toEqual(kept);
  expect(answer.classes[0]?.predictedStarts.count).toBe(0);
});

it("all tell period by period when one is asked for", async () => {
  const { details } = await aBusyWorld();
  const wish = { from: START, period: "minute" } as const;
  const { series: usage } = await details.usage(wish);
  expect(usage).toMatchObject([{ at: START, requests: 5 }, {}]);
  const { series: agents } = await details.agents(wish);
  expect(agents?.[0]?.busiest[0]).toEqual({
    agent: "ada",
    requests: 3,
    finished: 3,
    failed: 0,
  });
  const { series: performance = [] } = await details.performance(wish);
  expect(performance).toMatchObject([{ at: START, runMs: { count: 5 } }, {}]);
});
