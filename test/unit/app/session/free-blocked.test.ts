import { describe, expect, it } from "vitest";
import { freeBlocked } from "../../../../shared/app/session/free-blocked.ts";
import { waitingTasks } from "../../../../shared/app/session/waiting-tasks.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aContent, aTask } from "../../../builders/task.ts";
import { aWorld } from "../../../builders/world.ts";
import { START } from "../../../fakes/memory-clock.ts";

describe("blocked tasks", () => {
  it("are queued again in the order of their age", async () => {
    const world = aWorld();
    const ids: string[] = [];
    for (const seconds of [5, 1, 3, 2, 4]) {
      const createdAt = later(START, seconds * 1_000);
      const task = aTask({ status: "blocked", createdAt });
      await world.store.create(task, aContent());
      ids[seconds - 1] = task.id;
    }
    await world.store.create(aTask(), aContent());
    expect(await freeBlocked(world)()).toBe(5);
    expect(await freeBlocked(world)()).toBe(0);
    const received: (string | undefined)[] = [];
    while (received.length < ids.length)
      received.push((await world.queue.receive("normal", 0))?.pointer?.taskId);
    expect(received).toEqual(ids);
  });

  it("are all found, however many, and those left alone that were cancelled meanwhile", async () => {
    const world = aWorld();
    for (let count = 0; count < 230; count += 1)
      await world.store.create(aTask({ status: "blocked" }), aContent());
    const { read, transition } = world.store;
    let reads = 0;
    world.store.read = async (id) => {
      const task = await read(id);
      reads += 1;
      if (reads === 1 && task)
        await transition(task, { ...task, fence: 1, status: "cancelled" });
      return reads === 2 && task ? { ...task, status: "cancelled" } : task;
    };
    expect(await freeBlocked(world)()).toBe(228);
  });
});

describe("what waits for the login", () => {
  it("is counted in all classes, with its agents", async () => {
    const { store } = aWorld();
    const wait = (fields: Parameters<typeof aTask>[0]) =>
      store.create(aTask(fields), aContent());
    await wait({ agent: "bob", priority: "low" });
    await wait({ agent: "alice", status: "blocked" });
    await wait({ agent: "bob", status: "scheduled", queueClass: "scheduled" });
    await wait({ agent: "carol", status: "succeeded" });
    for (let count = 0; count < 1_000; count += 1) await wait({ agent: "al" });
    expect(await waitingTasks(store)()).toEqual({
      tasks: 1_003,
      agents: ["al", "alice", "bob"],
    });
    expect(await waitingTasks(store, ["blocked"])()).toEqual({
      tasks: 1,
      agents: ["alice"],
    });
  });
});
