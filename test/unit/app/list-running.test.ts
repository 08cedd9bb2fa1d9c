import { expect, it } from "vitest";
import { listRunning } from "../../../shared/app/list-running.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aRunningTask, aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

it("tells what runs in every class, the longest first, and nothing else", async () => {
  const { store } = aWorld();
  const startedAt = later(START, 5_000);
  const second = aRunningTask({ agent: "ada", startedAt });
  const first = aRunningTask({
    agent: "bob",
    queueClass: "low",
    startedAt: START,
  });
  for (const task of [second, first, aTask(), aTask({ status: "blocked" })])
    await store.create(task, aContent());
  expect(await listRunning(store)()).toEqual([
    { taskId: first.id, agent: "bob", queueClass: "low", startedAt: START },
    {
      taskId: second.id,
      agent: "ada",
      queueClass: second.queueClass,
      startedAt,
    },
  ]);
});

it("is empty when nothing runs", async () => {
  expect(await listRunning(aWorld().store)()).toEqual([]);
});
