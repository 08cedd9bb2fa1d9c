import { describe, expect, it } from "vitest";
import { keepLease } from "../../../../shared/app/executor/keep-lease.ts";
import { afterCancel } from "../../../../shared/domain/transitions.ts";
import type { TaskStore } from "../../../../shared/ports/task-store.ts";
import { aContent, aRunningTask } from "../../../builders/task.ts";
import { manualClock } from "../../../fakes/memory-clock.ts";
import { memoryTaskStore } from "../../../fakes/memory-task-store.ts";

async function aLease(renew?: TaskStore["renew"]) {
  const clock = manualClock();
  const store = memoryTaskStore();
  const task = aRunningTask();
  await store.create(task, aContent());
  let losses = 0;
  let beats = 0;
  const deps = {
    clock,
    store: {
      renew: (...beat: Parameters<TaskStore["renew"]>) => {
        beats += 1;
        return (renew ?? store.renew)(...beat);
      },
    },
  };
  const lease = keepLease(deps, task, () => {
    losses += 1;
  });
  const until = () => store.rows.get(task.id)?.task.lease?.until;
  return {
    clock,
    store,
    task,
    lease,
    until,
    losses: () => losses,
    beats: () => beats,
  };
}

describe("a lease that is kept", () => {
  it("is extended every ten seconds, for as long as that takes", async () => {
    const { clock, lease, losses, beats, until } = await aLease();
    await clock.advance(600_000);
    expect(lease.lasts()).toBe(true);
    expect(losses()).toBe(0);
    expect(beats()).toBe(60);
    expect(Number(until()) - Number(clock.now())).toBe(30_000);
    lease.release();
  });

  it("is beaten no more once it is released, and never lost", async () => {
    const { clock, lease, losses, beats } = await aLease();
    await clock.advance(15_000);
    lease.release();
    await clock.advance(120_000);
    expect([beats(), losses(), clock.sleepers()]).toEqual([1, 0, 0]);
  });

  it("outlasts a store that is away for less than the lease", async () => {
    const { clock, store, lease, losses, until } = await aLease();
    await clock.advance(10_000);
    store.failing.add("renew");
    await clock.advance(28_000);
    expect([lease.lasts(), losses()]).toEqual([true, 0]);
    store.failing.clear();
    await clock.advance(1_000);
    expect(losses()).toBe(0);
    expect(Number(until()) - Number(clock.now())).toBeGreaterThan(28_000);
    lease.release();
  });
});

describe("a lease is lost, once,", () => {
  it("at its time, when the store is away", async () => {
    const { clock, store, lease, losses } = await aLease();
    store.failing.add("renew");
    await clock.advance(29_999);
    expect([lease.lasts(), losses()]).toEqual([true, 0]);
    await clock.advance(1);
    expect([lease.lasts(), losses()]).toEqual([false, 1]);
    await clock.advance(120_000);
    expect([losses(), clock.sleepers()]).toEqual([1, 0]);
  });

  it("at its time, when a beat hangs", async () => {
    const { clock, lease, losses } = await aLease(() => new Promise(() => {}));
    await clock.advance(30_000);
    expect([lease.lasts(), losses()]).toEqual([false, 1]);
  });

  it("soon after the fence moved", async () => {
    const { clock, store, task, lease, losses, beats } = await aLease();
    await store.transition(task, afterCancel(task, clock.now()));
    await clock.advance(11_000);
    expect([lease.lasts(), losses(), beats()]).toEqual([false, 1, 1]);
    await clock.advance(120_000);
    expect([losses(), beats(), clock.sleepers()]).toEqual([1, 1, 0]);
  });

  it("when the process was suspended for longer than it lasts", async () => {
    const { clock, lease, losses, until } = await aLease();
    const before = until();
    await clock.leap(31_000);
    expect([lease.lasts(), losses()]).toEqual([false, 1]);
    expect(until()).toEqual(before);
  });

  it("at once, when the claim's answer came after its end", async () => {
    const clock = manualClock();
    const task = aRunningTask();
    await clock.leap(30_000);
    let losses = 0;
    const lease = keepLease({ clock, store: memoryTaskStore() }, task, () => {
      losses += 1;
    });
    await clock.advance(0);
    expect([lease.lasts(), losses]).toEqual([false, 1]);
    await clock.advance(10_000);
  });
});

it("a task without a lease has none to keep", async () => {
  const { lease: _, ...task } = aRunningTask();
  const clock = manualClock();
  const kept = keepLease({ clock, store: memoryTaskStore() }, task, () => {});
  expect(kept.lasts()).toBe(false);
  kept.release();
  await clock.advance(0);
  expect(clock.sleepers()).toBe(0);
});
