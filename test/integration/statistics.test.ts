/** What executors did is told while they live and after they were killed, each end once. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import { isFinished } from "../../shared/domain/task.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";
import type { World } from "./harness/world.ts";

const PATIENCE = { timeout: 240_000 };
/** On a quiet machine it takes one second. */
const SHOWN_WITHIN_MS = 90_000;

async function finish(world: World, count: number): Promise<void> {
  const tasks = Array.from({ length: count }, () => world.submit("hello"));
  for (const { id } of await Promise.all(tasks))
    await world.until(id, isFinished);
}

/** As soon as so many are told; else what is told at last. */
async function told(world: World, finished: number) {
  const { usage } = world.statistics.details;
  const end = Date.now() + SHOWN_WITHIN_MS;
  let answer = await usage({});
  while (answer.finished < finished && Date.now() < end) {
    await sleep(200);
    answer = await usage({});
  }
  return answer;
}

describe("what was done is told", PATIENCE, () => {
  const newWorld = worldsOfThisFile();

  it("soon after it was, and still when its executor was killed, and once", async ({
    expect,
  }) => {
    const world = await newWorld("statistics");
    const first = await world.startExecutor();
    await finish(world, 3);
    expect(await told(world, 3)).toMatchObject({
      finished: 3,
      succeeded: 3,
      requests: 3,
      successRate: 1,
      errorRate: 0,
    });
    const { system, usage } = await world.statistics.stats({});
    expect(system.memoryUsage?.rss).toBeGreaterThan(1_000_000);
    // The first word of life may come before the first connection.
    await expect
      .poll(
        async () => (await world.statistics.stats({})).system.activeConnections,
        { timeout: SHOWN_WITHIN_MS, interval: 500 },
      )
      .toBeGreaterThan(0);
    expect(usage.averageResponseTime).toBeGreaterThan(0);

    await first.kill();
    const second = await world.startExecutor();
    await finish(world, 2);
    const answer = await told(world, 5);
    expect(answer).toMatchObject({ finished: 5, requests: 5, successRate: 1 });
    expect(answer.inputTokens).toBeGreaterThan(0);
    expect(answer.models).not.toEqual([]);

    // An orderly end leaves nothing unwritten, however soon it comes.
    const last = await world.submit("hello");
    await world.until(last.id, isFinished);
    second.process.kill("SIGTERM");
    expect(await told(world, 6)).toMatchObject({ finished: 6 });
    const { runMs } = await world.statistics.details.performance({});
    expect(runMs.count).toBe(6);
  });
});
