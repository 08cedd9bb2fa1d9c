import { describe, expect, it } from "vitest";
import { createSlots } from "../../../../shared/app/executor/slots.ts";
import { followAccount } from "../../../../shared/app/executor/follow-account.ts";
import { watchControl } from "../../../../shared/app/executor/watch-control.ts";
import type { ClosedGate } from "../../../../shared/domain/gate.ts";
import type { Task } from "../../../../shared/domain/task.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { afterCancel } from "../../../../shared/domain/transitions.ts";
import { fixedSettings } from "../../../builders/settings.ts";
import { aContent, aRunningTask } from "../../../builders/task.ts";
import { aWorld } from "../../../builders/world.ts";
import { START } from "../../../fakes/memory-clock.ts";

const PAUSED: ClosedGate = {
  name: "paused",
  reason: "maintenance",
  actor: "olga",
  since: START,
};

function aWatch() {
  const world = aWorld();
  const { control, clock } = world;
  const slots = createSlots(4);
  const stop = new AbortController();
  const calls = { heads: 0, gates: 0, rows: 0, changes: 0 };
  const account = followAccount({
    ...world,
    limits: control.limits,
    onChange: () => undefined,
  });
  const watch = watchControl({
    ...world,
    slots,
    account,
    settings: fixedSettings(),
    head: {
      read: () => {
        calls.heads += 1;
        return control.head.read();
      },
    },
    gates: {
      closedGates: () => {
        calls.gates += 1;
        return control.gates.closedGates();
      },
    },
    store: {
      readMany: (ids) => {
        calls.rows += 1;
        return world.store.readMany(ids);
      },
    },
    onChange: () => {
      calls.changes += 1;
    },
    onRead: () => undefined,
  });
  const ended: string[] = [];
  /** The task runs here from now on. */
  const begin = (task: Task) => {
    const end = (reason: string) => ended.push(`${task.id} ${reason}`);
    slots.running.set(task.id, { task, end });
  };
  const finish = async () => {
    stop.abort();
    await running;
    expect(clock.sleepers()).toBe(0);
  };
  let running = Promise.resolve();
  const start = async () => {
    running = watch.run(stop.signal);
    await clock.advance(0);
  };
  return { ...world, watch, calls, ended, begin, start, finish };
}

describe("the watch", () => {
  it("knows nothing until it has looked, and the gate from then on", async () => {
    const { watch, control, start, finish, calls } = aWatch();
    await control.gates.close(PAUSED);
    expect(watch.isConnected()).toBe(false);
    await start();
    expect(watch.isConnected()).toBe(true);
    expect(watch.gate()).toEqual(PAUSED);
    expect(calls.changes).toBe(1);
    await finish();
  });

  it("sees a gate close and open within a second, and says so once each", async () => {
    const { watch, control, clock, start, finish, calls, journal } = aWatch();
    await start();
    await clock.advance(5_400);
    await control.gates.close(PAUSED);
    await clock.advance(1_000);
    expect(watch.gate()).toEqual(PAUSED);
    await control.gates.open("paused");
    await clock.advance(1_000);
    expect(watch.gate()).toBeUndefined();
    expect(calls.changes).toBe(3);
    expect(journal.of("gate-seen").map(({ gate }) => gate)).toEqual([
      "open",
      "paused",
      "open",
    ]);
    await finish();
  });

  it("reads one small head a second, and on only when it moved or after ten seconds", async () => {
    const { clock, start, finish, calls } = aWatch();
    await start();
    await clock.advance(60_000);
    expect(calls.heads).toBe(61);
    expect(calls.gates).toBe(7);
    expect(calls.rows).toBe(0);
    await finish();
  });

  it("sees within ten seconds a gate whose head nobody moved", async () => {
    const world = aWatch();
    const { watch, control, clock, start, finish } = world;
    await start();
    await clock.advance(500);
    control.failing.add("move");
    // The gate is written, and then whoever wrote it dies.
    control.gates.close(PAUSED).catch(() => undefined);
    control.head.move = () => Promise.reject(new Error("dead"));
    await clock.advance(10_000);
    expect(watch.gate()).toEqual(PAUSED);
    await finish();
  });

  it("opens a gate by itself at its time", async () => {
    const { watch, control, clock, start, finish, calls } = aWatch();
    await control.gates.close({ ...PAUSED, until: later(START, 30_000) });
    await start();
    await clock.advance(29_999);
    expect(watch.gate()).toBeDefined();
    await clock.advance(1_001);
    expect(watch.gate()).toBeUndefined();
    expect(calls.changes).toBe(2);
    await finish();
  });

  it.each(["read", "closedGates"] as const)(
    "is not connected while the store does not answer to %s, and comes back by itself",
    async (method) => {
      const { watch, control, clock, start, finish, calls, journal } = aWatch();
      await start();
      control.failing.add(method);
      await control.head.move();
      await clock.advance(5_000);
      expect(watch.isConnected()).toBe(false);
      expect(journal.of("control-unreachable")).toHaveLength(1);
      control.failing.clear();
      await clock.advance(1_000);
      expect(watch.isConnected()).toBe(true);
      expect(calls.changes).toBe(3);
      await finish();
    },
  );

  it("misses no change that comes while the store is away", async () => {
    const { watch, control, clock, start, finish } = aWatch();
    await start();
    control.failing.add("closedGates");
    await control.gates.close(PAUSED);
    await clock.advance(2_000);
    control.failing.clear();
    await clock.advance(1_000);
    expect(watch.gate()).toEqual(PAUSED);
    await finish();
  });
});

describe("a running task", () => {
  it("is ended within a second of its cancel, and no other one", async () => {
    const { store, control, clock, start, finish, begin, ended } = aWatch();
    const [task, other] = [aRunningTask(), aRunningTask()];
    for (const each of [task, other]) {
      await store.create(each, aContent());
      begin(each);
    }
    await start();
    await clock.advance(3_300);
    await store.transition(task, afterCancel(task, START));
    await control.head.move();
    await clock.advance(1_000);
    expect(ended).toEqual([`${task.id} cancelled`]);
    await finish();
  });

  it("is ended, too, when it was cancelled before it was known to run here", async () => {
    const { store, control, clock, start, finish, begin, ended } = aWatch();
    const task = aRunningTask();
    await store.create(task, aContent());
    await start();
    // The claim was written, its answer is under way, and the cancel comes in between.
    await store.transition(task, afterCancel(task, START));
    await control.head.move();
    await clock.advance(1_000);
    begin(task);
    await clock.advance(1_000);
    expect(ended).toEqual([`${task.id} cancelled`]);
    await finish();
  });

  it("is looked at once for that, and then only when the head moves", async () => {
    const { store, clock, start, finish, begin, calls, ended } = aWatch();
    const task = aRunningTask();
    await store.create(task, aContent());
    await start();
    begin(task);
    await clock.advance(9_000);
    expect(calls.rows).toBe(1);
    expect(ended).toEqual([]);
    await finish();
  });

  it("goes on when its row is not found", async () => {
    const { clock, start, finish, begin, ended } = aWatch();
    begin(aRunningTask());
    await start();
    await clock.advance(2_000);
    expect(ended).toEqual([]);
    await finish();
  });
});
