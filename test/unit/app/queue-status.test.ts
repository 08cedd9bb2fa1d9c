import { describe, expect, it } from "vitest";
import { countStanding } from "../../../shared/app/count-standing.ts";
import { readQueueStatus } from "../../../shared/app/read-queue-status.ts";
import { STARVATION_BOUND } from "../../../shared/domain/choice.ts";
import type { ClosedGate } from "../../../shared/domain/gate.ts";
import type { Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aRunningTask, aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

function aStatus() {
  const world = aWorld();
  const count = countStanding(world);
  const read = readQueueStatus({ ...world, ...world.control, count });
  const create = async (...tasks: Task[]) => {
    for (const task of tasks) await world.store.create(task, aContent());
  };
  return { ...world, count, read, create };
}

const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };

describe("the counts", () => {
  it("are all there when there is nothing", async () => {
    const { count } = aStatus();
    expect(await count()).toEqual({
      deadLetters: 0,
      classes: {
        urgent: EMPTY,
        high: EMPTY,
        normal: EMPTY,
        scheduled: EMPTY,
        low: EMPTY,
      },
    });
  });

  it("tell what may start from what waits for its time, and from what runs", async () => {
    const { count, create, clock } = aStatus();
    const due = later(START, 4_000);
    await create(
      aTask(),
      aTask({ createdAt: later(START, 1_000), notBefore: due }),
      aTask({ notBefore: later(START, 60_000) }),
      aTask({ status: "blocked" }),
      aRunningTask(),
      aTask({ priority: "low", status: "blocked" }),
      aTask({ status: "failed", finishedAt: START }),
      aTask({ status: "cancelled", finishedAt: START }),
      aTask({
        queueClass: "scheduled",
        status: "scheduled",
        executeAt: due,
        notBefore: due,
      }),
    );
    await clock.advance(5_000);
    const { classes, deadLetters } = await count();
    expect(deadLetters).toBe(1);
    expect(classes.normal).toEqual({
      waiting: 3,
      delayed: 1,
      running: 1,
      oldestAgeMs: 5_000,
    });
    expect(classes.low).toEqual({ ...EMPTY, waiting: 1 });
    // Since it may start, not since it was accepted.
    expect(classes.scheduled).toEqual({
      ...EMPTY,
      waiting: 1,
      oldestAgeMs: 1_000,
    });
  });

  it("go on behind a page", async () => {
    const { count, create } = aStatus();
    await create(...Array.from({ length: 2_001 }, () => aTask()));
    expect((await count()).classes.normal.waiting).toBe(2_001);
  });
});

describe("the queue's status", () => {
  const gate = (fields: Partial<ClosedGate> = {}): ClosedGate => ({
    name: "paused",
    reason: "release",
    actor: "olga",
    since: START,
    ...fields,
  });

  it("has the gates that are closed now, not those whose time is over", async () => {
    const { read, control, clock } = aStatus();
    await control.gates.close(gate({ until: later(START, 10) }));
    await control.gates.close(gate({ name: "emergency" }));
    expect((await read()).closed).toHaveLength(2);
    await clock.advance(10);
    expect((await read()).closed).toEqual([gate({ name: "emergency" })]);
  });

  it("has the executors of the last minute, with their problems, and the bound", async () => {
    const { read, control, clock } = aStatus();
    const sighting = { slots: 2, running: 0, lastSeenAt: START };
    await control.executors.note({ id: "e-1", problem: "no CLI", ...sighting });
    await clock.advance(60_000);
    const lastSeenAt = clock.now();
    await control.executors.note({ ...sighting, id: "e-2", lastSeenAt });
    await clock.advance(1);
    expect(await read()).toMatchObject({
      executors: [{ id: "e-2", slots: 2, running: 0, lastSeenAt }],
      starvationBound: STARVATION_BOUND,
      deadLetters: 0,
    });
  });
});
