import { describe, expect, it } from "vitest";
import {
  type ReportDeps,
  takeStopReport,
} from "../../../shared/app/take-stop-report.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aRunningTask, aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";
import { memoryStopStore } from "../../fakes/memory-stop-store.ts";
import { memoryTaskStore } from "../../fakes/memory-task-store.ts";

const order = { since: START, reason: "fire", actor: "olga" };

describe("the report of a stop", () => {
  it("has what ran, and how much waited in each class", async () => {
    const store = memoryTaskStore();
    const stop = memoryStopStore();
    const running = aRunningTask({ priority: "high", queueClass: "high" });
    await store.create(running, aContent());
    for (let count = 0; count < 2_001; count += 1)
      await store.create(aTask({ priority: "low" }), aContent());
    await store.create(aTask({ status: "blocked" }), aContent());
    await takeStopReport({ store, stop })(order);
    expect((await stop.report()).value).toEqual({
      ...order,
      running: [
        {
          taskId: running.id,
          agent: running.agent,
          queueClass: "high",
          startedAt: START,
        },
      ],
      waiting: { urgent: 0, high: 0, normal: 1, scheduled: 0, low: 2_001 },
      notice: {},
    });
  });

  it("has a task once whose run ends as soon as it is looked at", async () => {
    const memory = memoryTaskStore();
    const stop = memoryStopStore();
    const running = aRunningTask();
    await memory.create(running, aContent());
    await memory.create(aTask(), aContent());
    const store: ReportDeps["store"] = {
      async listStanding(standing, page) {
        const listed = await memory.listStanding(standing, page);
        if (listed.tasks.some(({ id }) => id === running.id)) {
          const fence = running.fence + 1;
          const returned = { ...running, status: "queued", fence } as const;
          await memory.transition(running, returned);
        }
        return listed;
      },
      countStanding: (standing, atMost) =>
        memory.countStanding(standing, atMost),
    };
    await takeStopReport({ store, stop })(order);
    expect((await stop.report()).value).toMatchObject({
      running: [{ taskId: running.id }],
      waiting: { normal: 1 },
    });
  });

  it("is taken once for each stop", async () => {
    const store = memoryTaskStore();
    const stop = memoryStopStore();
    const take = takeStopReport({ store, stop });
    await take(order);
    await store.create(aTask(), aContent());
    await take(order);
    expect((await stop.report()).value?.waiting.normal).toBe(0);
    await take({ ...order, since: later(START, 1) });
    expect((await stop.report()).value?.waiting.normal).toBe(1);
  });
});
