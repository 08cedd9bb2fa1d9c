import { describe, expect, it } from "vitest";
import { admitTask } from "../../../shared/app/admit-task.ts";
import type { QueueCaps } from "../../../shared/domain/place-free.ts";
import type { QueueClass } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { settled, START } from "../../fakes/memory-clock.ts";

const CAPS = { maxQueuedPerAgent: 10, maxQueuedPerClass: 1_000 };

function aDoor(change: Partial<QueueCaps> = {}) {
  const world = aWorld();
  const { store, control, clock } = world;
  const caps = { ...CAPS, ...change };
  let counts = 0;
  const admit = admitTask({
    ...world,
    ...control,
    store: {
      countWaitingOf: async (...asked) => {
        counts += 1;
        // A moment, as a real count takes one.
        await settled();
        return store.countWaitingOf(...asked);
      },
      countStanding: store.countStanding,
    },
    caps: async () => caps,
    closedGates: control.gates.closedGates,
  });
  /** What a submission does: a place, a row, and the place settled. */
  const submit = async (agent = "alice", queueClass: QueueClass = "normal") => {
    const admitted = await admit({ agent, queueClass });
    if (admitted.kind === "full") return admitted;
    await settled();
    const task = aTask({ agent, queueClass });
    admitted.settle(await store.create(task, aContent()));
    return task;
  };
  const submitMany = async (count: number, agent?: string) => {
    const all = Array.from({ length: count }, () => submit(agent));
    const ended = await Promise.all(all);
    return ended.filter((each) => !("kind" in each)).length;
  };
  const put = async (count: number, agent = "alice") => {
    for (let index = 0; index < count; index += 1)
      await store.create(aTask({ agent, status: "queued" }), aContent());
  };
  return {
    ...world,
    caps,
    admit,
    submit,
    submitMany,
    put,
    counts: () => counts,
    clock,
  };
}

describe("the cap of an agent", () => {
  it("lets exactly as many in as it says, of fifty at once", async () => {
    const { submitMany, store } = aDoor();
    expect(await submitMany(50)).toBe(10);
    expect(store.rows.size).toBe(10);
  });

  it("lets in as many when they come one after another, while others are being written", async () => {
    for (const cap of [3, 10, 25]) {
      const { submit, store, clock } = aDoor({ maxQueuedPerAgent: cap });
      const all: ReturnType<typeof submit>[] = [];
      for (let count = 0; count < 3 * cap; count += 1) {
        all.push(submit());
        // Writes take from no time at all to very long.
        if (count % 3 === 0) await settled();
        if (count % 7 === 0) await clock.advance(1_500);
      }
      const full = (await Promise.all(all)).filter((each) => "kind" in each);
      expect([store.rows.size, full.length]).toEqual([cap, 2 * cap]);
    }
  });

  it("counts what waits already", async () => {
    const { submitMany, put, store } = aDoor();
    await put(7);
    expect(await submitMany(50)).toBe(3);
    expect(store.rows.size).toBe(10);
  });

  it("is one agent's alone", async () => {
    const { submitMany } = aDoor();
    expect(await submitMany(10)).toBe(10);
    expect(await submitMany(20, "bob")).toBe(10);
  });

  it("says which it is, its number, and when a place is free", async () => {
    const { submitMany, submit } = aDoor();
    await submitMany(10);
    expect(await submit()).toEqual({
      kind: "full",
      cap: "maxQueuedPerAgent",
      most: 10,
      queueClass: "normal",
      retryAfterSeconds: 60,
    });
  });

  it("looks again before it refuses: a place that is free is given", async () => {
    const { submitMany, submit, store } = aDoor();
    await submitMany(10);
    const [first] = store.rows.values();
    store.rows.delete(first!.task.id);
    expect(await submit()).not.toHaveProperty("kind");
    expect(await submit()).toHaveProperty("kind", "full");
  });

  it("gives back the place of a task that was not written", async () => {
    const { admit, submitMany } = aDoor();
    const admitted = await admit({ agent: "alice", queueClass: "normal" });
    if (admitted.kind === "admitted") admitted.settle(false);
    expect(await submitMany(20)).toBe(10);
  });

  it("is counted seldom while there is room", async () => {
    const { submit, counts, clock } = aDoor({ maxQueuedPerAgent: 1_000 });
    for (let second = 0; second < 30; second += 1) {
      await submit();
      await clock.advance(1_000);
    }
    expect(counts()).toBe(3);
  });

  it("that is raised is in force at once, and what is waiting counted anew", async () => {
    const { submitMany, caps } = aDoor();
    await submitMany(20);
    caps.maxQueuedPerAgent = 12;
    expect(await submitMany(20)).toBe(2);
    caps.maxQueuedPerAgent = 5;
    expect(await submitMany(3)).toBe(0);
  });
});

describe("the cap of a class", () => {
  it("counts the tasks of all agents, blocked ones too", async () => {
    const { submit, store } = aDoor({ maxQueuedPerClass: 3 });
    await store.create(aTask({ agent: "bob", status: "blocked" }), aContent());
    await submit("carol");
    await submit("dave");
    expect(await submit()).toMatchObject({ cap: "maxQueuedPerClass", most: 3 });
    expect(await submit("alice", "low")).not.toHaveProperty("kind");
  });

  it("leaves the agent the place that it could not use", async () => {
    const { admit, put, submitMany, caps, store } = aDoor({
      maxQueuedPerClass: 5,
    });
    await put(5, "bob");
    const asked = { agent: "alice", queueClass: "normal" as const };
    for (let count = 0; count < 20; count += 1)
      expect(await admit(asked)).toHaveProperty("kind", "full");
    caps.maxQueuedPerClass = 1_000;
    expect(await submitMany(10)).toBe(10);
    expect(store.rows.size).toBe(15);
  });

  it("leaves it also when the class cannot be counted", async () => {
    const { admit, store, submitMany } = aDoor();
    const asked = { agent: "alice", queueClass: "normal" as const };
    store.failing.add("countStanding");
    for (let count = 0; count < 20; count += 1)
      await expect(admit(asked)).rejects.toMatchObject({ name: "StoreError" });
    store.failing.clear();
    expect(await submitMany(20)).toBe(10);
  });
});

describe("somebody who is refused", () => {
  const seen = { slots: 2, running: 1 };

  it("comes again at the pace of all executors that live", async () => {
    const { submit, submitMany, control, clock } = aDoor();
    await clock.advance(60_000);
    const lastSeenAt = clock.now();
    const paces = { "e-1": 5, "e-2": 7, "e-3": undefined };
    for (const [id, pace] of Object.entries(paces)) {
      const last = pace === undefined ? {} : { finishedLastMinute: pace };
      await control.executors.note({ id, ...seen, ...last, lastSeenAt });
    }
    await control.executors.note({
      ...seen,
      id: "gone",
      finishedLastMinute: 600,
      lastSeenAt: later(START, -1),
    });
    await submitMany(10);
    expect(await submit()).toMatchObject({ retryAfterSeconds: 5 });
  });

  it("comes again when the gate opens that holds everything", async () => {
    const { submit, submitMany, control } = aDoor();
    await control.gates.close({
      name: "paused",
      reason: "lunch",
      actor: "olga",
      since: START,
      until: later(START, 120_000),
    });
    await submitMany(10);
    expect(await submit()).toMatchObject({ retryAfterSeconds: 120 });
  });
});

it("when what waits cannot be counted, nobody is told that there is room", async () => {
  const { submit, store } = aDoor();
  store.failing.add("countWaitingOf");
  await expect(submit()).rejects.toMatchObject({ name: "StoreError" });
  store.failing.clear();
  expect(await submit()).not.toHaveProperty("kind");
});
