import { describe, expect, it } from "vitest";
import { cancelTask } from "../../../../shared/app/cancel-task.ts";
import { readTask } from "../../../../shared/app/read-tasks.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { memoryScaleIn } from "../../../fakes/memory-scale-in.ts";
import { memoryUsageCounter } from "../../../fakes/memory-usage-counter.ts";
import { anExecutor, EMERGENCY, PAUSED, SAMPLE } from "./an-executor.ts";

describe("an executor", () => {
  it("says when it is ready, runs what comes, and says that it is alive", async () => {
    const { start, finish, accept, cli, now, told, control, clock } =
      anExecutor();
    await start();
    expect(told).toEqual(["ready"]);
    const task = await accept();
    const run = await cli.nextRun();
    await clock.advance(40_000);
    const sighting = {
      id: "e-1",
      version: "1.2.3",
      startedAt: START,
      slots: 2,
      running: 1,
    };
    const nothing = { finishedLastMinute: 0 };
    const lastSeenAt = later(START, 40_000);
    expect(await control.executors.seenSince(START)).toEqual([
      { ...sighting, ...nothing, lastSeenAt, process: SAMPLE },
    ]);
    run.finish();
    await clock.advance(20_000);
    expect(now(task).status).toBe("succeeded");
    expect(await control.executors.seenSince(START)).toMatchObject([
      { running: 0, finishedLastMinute: 1 },
    ]);
    await clock.advance(60_000);
    expect(await control.executors.seenSince(START)).toMatchObject([nothing]);
    await finish();
    expect(told).toEqual(["ready", "drained"]);
    expect(await control.executors.seenSince(START)).toEqual([]);
  });

  it("is kept from being ended to save money while it runs something", async () => {
    const scaleIn = memoryScaleIn();
    const { start, finish, accept, cli, clock } = anExecutor(() => ({
      scaleIn,
    }));
    await start();
    await clock.advance(10_000);
    expect(scaleIn.asked).toEqual([]);
    await accept();
    const run = await cli.nextRun();
    await clock.advance(10_000);
    expect(scaleIn.asked).toHaveLength(1);
    run.finish();
    await clock.advance(10_000);
    expect(scaleIn.asked.slice(1)).toEqual(["released"]);
    await finish();
  });

  it("is not ready before its CLI was checked, and takes nothing until then", async () => {
    const world = anExecutor(({ cli, clock }) => ({
      cli: {
        ...cli,
        check: async () => {
          await clock.sleep(3_000);
          return cli.check();
        },
      },
    }));
    const { start, finish, accept, told, clock, queue } = world;
    await accept();
    await start();
    await clock.advance(2_999);
    expect([told, queue.requests]).toEqual([[], []]);
    await clock.advance(1);
    expect(told).toEqual(["ready"]);
    expect(queue.requests.length).toBeGreaterThan(0);
    await finish();
  });

  it("runs as many at once as it has slots", async () => {
    const { start, finish, accept, cli, clock } = anExecutor();
    for (let count = 0; count < 3; count += 1) await accept();
    await start();
    expect(cli.runs.map(({ slot }) => slot).toSorted()).toEqual([0, 1]);
    cli.runs[1]?.finish();
    await clock.advance(0);
    expect(cli.runs).toHaveLength(3);
    expect(cli.runs[2]?.slot).toBe(cli.runs[1]?.slot);
    await finish();
  });

  it("makes at most 15 requests a minute while it is idle", async () => {
    const { start, finish, clock, queue } = anExecutor();
    await start();
    await clock.advance(60_000);
    const before = queue.requests.length;
    await clock.advance(600_000);
    expect(queue.requests.length - before).toBeLessThanOrEqual(150);
    expect(queue.inFlight()).toBe(5);
    await finish();
  });

  it("takes nothing while it cannot see the gates, and works on once it can", async () => {
    const { start, finish, accept, cli, clock, control, told } = anExecutor();
    control.failing.add("read");
    await accept();
    await start();
    await clock.advance(30_000);
    expect(told).toEqual([]);
    expect(cli.runs).toEqual([]);
    control.failing.clear();
    await clock.advance(1_000);
    expect(told).toEqual(["ready"]);
    expect(cli.runs).toHaveLength(1);
    await finish();
  });

  it("goes on when it cannot say that it is alive", async () => {
    const { start, finish, accept, cli, clock, control, journal } =
      anExecutor();
    control.failing.add("note").add("forget");
    await start();
    await accept();
    await clock.advance(20_000);
    expect(cli.runs).toHaveLength(1);
    expect(journal.of("not-noted").length).toBeGreaterThan(1);
    await finish();
  });

  it("ends a cancelled run within two seconds", async () => {
    const { start, finish, accept, store, clock, control, now, cli } =
      anExecutor();
    await start();
    await clock.advance(3_700);
    const task = await accept();
    const run = await cli.nextRun();
    const { head } = control;
    const usage = memoryUsageCounter();
    const cancel = cancelTask({
      store,
      clock,
      head,
      usage,
      readTask: readTask(store),
    });
    await cancel(task);
    await clock.advance(2_000);
    expect(run.isFinished()).toBe(true);
    expect(now(task)).toMatchObject({ status: "cancelled", fence: 2 });
    await finish();
  });
});

describe("an executor whose CLI cannot be used", () => {
  it("takes no work, says why, and looks again every 30 seconds", async () => {
    let reason: string | undefined = "no such program";
    let checks = 0;
    const world = anExecutor(({ cli }) => ({
      cli: {
        ...cli,
        check: async () => {
          checks += 1;
          return reason === undefined
            ? { usable: true, version: "2.0.0" }
            : { usable: false, reason };
        },
      },
    }));
    const { start, finish, accept, cli, clock, control, journal, told } = world;
    await accept();
    await start();
    expect(told).toEqual(["ready"]);
    await clock.advance(89_999);
    expect([checks, cli.runs.length]).toEqual([3, 0]);
    expect(await control.executors.seenSince(START)).toMatchObject([
      { problem: "no such program" },
    ]);
    expect(journal.of("cli-unusable")).toHaveLength(3);

    reason = undefined;
    await clock.advance(1);
    expect([checks, cli.runs.length]).toEqual([4, 1]);
    const [seen] = await control.executors.seenSince(START);
    expect(seen).not.toHaveProperty("problem");
    await clock.advance(120_000);
    expect(checks).toBe(4);
    await finish();
  });

  it("can be stopped", async () => {
    const check = async () =>
      ({ usable: false, reason: "no such program" }) as const;
    const { start, stop, how, clock } = anExecutor(({ cli }) => ({
      cli: { ...cli, check },
    }));
    await start();
    await clock.advance(5_000);
    await stop();
    expect(how()).toBe("stopped");
    expect(clock.sleepers()).toBe(0);
  });
});

describe("a pause", () => {
  it("takes effect within two seconds; what runs goes on", async () => {
    const { start, finish, accept, cli, clock, control, now } = anExecutor();
    await start();
    const running = await accept();
    const run = await cli.nextRun();
    await clock.advance(3_300);
    await control.gates.close(PAUSED);
    await clock.advance(2_000);
    const waiting = await accept();
    await clock.advance(60_000);
    expect(cli.runs).toHaveLength(1);
    run.finish();
    await clock.advance(0);
    expect(now(running).status).toBe("succeeded");
    await control.gates.open("paused");
    await clock.advance(2_000);
    expect(now(waiting).status).toBe("running");
    await finish();
  });
});

describe("a stop", () => {
  it("lets what runs end within the grace", async () => {
    const { start, stop, how, accept, cli, clock, now, told } = anExecutor();
    await start();
    const task = await accept();
    const run = await cli.nextRun();
    await stop();
    await clock.advance(9_000);
    expect(told).toEqual(["ready"]);
    run.finish();
    await clock.advance(1_000);
    expect(now(task).status).toBe("succeeded");
    expect(told).toEqual(["ready", "drained"]);
    await clock.advance(20_000);
    expect(how()).toBe("stopped");
    expect(clock.sleepers()).toBe(0);
  });

  it("waits until the end of a run is recorded", async () => {
    const { start, stop, accept, cli, clock, now, told, store } = anExecutor();
    await start();
    const task = await accept();
    const run = await cli.nextRun();
    store.failing.add("transition");
    run.finish();
    await stop();
    await clock.advance(2_000);
    expect(told).toEqual(["ready"]);
    store.failing.clear();
    await clock.advance(1_000);
    expect(now(task).status).toBe("succeeded");
    expect(told).toEqual(["ready", "drained"]);
    await clock.advance(20_000);
  });

  it("then queues it again without an attempt spent", async () => {
    const { start, stop, how, accept, cli, clock, now, queue } = anExecutor();
    await start();
    const task = await accept({ failures: 1 });
    const run = await cli.nextRun();
    await stop();
    await clock.advance(9_900);
    expect(run.isFinished()).toBe(false);
    await clock.advance(200);
    expect(run.isFinished()).toBe(true);
    expect(now(task)).toMatchObject({
      status: "queued",
      failures: 1,
      returns: 1,
    });
    expect(queue.left()).toBe(1);
    await clock.advance(20_000);
    expect(how()).toBe("stopped");
  });

  it("lets nothing new start, and waits for the polls in flight", async () => {
    const { start, stop, how, accept, cli, clock, queue } = anExecutor();
    await start();
    await clock.advance(5_000);
    await stop();
    const before = queue.requests.length;
    await accept();
    await clock.advance(14_900);
    expect([how(), queue.inFlight()]).toEqual([undefined, 4]);
    await clock.advance(200);
    expect([how(), queue.inFlight()]).toEqual(["stopped", 0]);
    expect(cli.runs).toEqual([]);
    expect(queue.hidden).toEqual([{ forMs: 0 }]);
    expect(queue.requests).toHaveLength(before);
  });

  it("waits for a claim that was under way, and ends what it began", async () => {
    const world = anExecutor(({ store, clock }) => ({
      store: {
        ...store,
        claim: async (claim) => {
          await clock.sleep(11_000);
          return store.claim(claim);
        },
      },
    }));
    const { start, stop, accept, cli, clock, now, told } = world;
    await start();
    const task = await accept();
    await clock.advance(0);
    await stop();
    await clock.advance(12_000);
    expect(cli.runs).toHaveLength(1);
    expect(now(task)).toMatchObject({ status: "queued", returns: 1 });
    expect(told).toEqual(["ready", "drained"]);
    await clock.advance(20_000);
  });

  it("still ends a run that is cancelled during the grace", async () => {
    const { start, stop, accept, store, clock, control, now, cli } =
      anExecutor();
    await start();
    const task = await accept();
    const run = await cli.nextRun();
    await stop();
    const { head } = control;
    const usage = memoryUsageCounter();
    const cancel = cancelTask({
      store,
      clock,
      head,
      usage,
      readTask: readTask(store),
    });
    await cancel(task);
    await clock.advance(2_000);
    expect(run.isFinished()).toBe(true);
    expect(now(task).status).toBe("cancelled");
    await clock.advance(20_000);
  });

  it("that was there before the start ends at once", async () => {
    const { start, stop, how, accept, cli, clock } = anExecutor();
    await accept();
    await stop();
    await start();
    await clock.advance(100);
    expect(how()).toBe("stopped");
    expect(cli.runs).toEqual([]);
  });
});

describe("an emergency stop", () => {
  it("while it works ends everything within two seconds, and loses nothing", async () => {
    const { start, how, accept, cli, clock, control, now, queue } =
      anExecutor();
    await start();
    const tasks = [await accept(), await accept({ failures: 2 })];
    await clock.advance(3_500);
    expect(cli.runs).toHaveLength(2);
    await control.gates.close(EMERGENCY);
    await clock.advance(2_000);
    expect(cli.runs.every((run) => run.isFinished())).toBe(true);
    for (const task of tasks) {
      const { failures } = task;
      expect(now(task)).toMatchObject({ status: "queued", failures });
    }
    expect(queue.left()).toBe(2);
    await clock.advance(20_000);
    expect(how()).toBe("emergency");
    expect(clock.sleepers()).toBe(0);
  });

  it("that was there before is waited out idle", async () => {
    const { start, finish, how, accept, cli, clock, control, queue, told } =
      anExecutor();
    await control.gates.close(EMERGENCY);
    await accept();
    await start();
    await clock.advance(120_000);
    expect(told).toEqual(["ready"]);
    expect(how()).toBeUndefined();
    expect(queue.requests).toEqual([]);
    await control.gates.open("emergency");
    await clock.advance(2_000);
    expect(cli.runs).toHaveLength(1);
    await finish();
    expect(how()).toBe("stopped");
  });

  it("after one that was waited out ends it", async () => {
    const { start, how, clock, control } = anExecutor();
    await control.gates.close(EMERGENCY);
    await start();
    await control.gates.open("emergency");
    await clock.advance(2_000);
    await control.gates.close(EMERGENCY);
    await clock.advance(25_000);
    expect(how()).toBe("emergency");
  });

  it("knows no grace, also when the executor was stopping already", async () => {
    const world = anExecutor(() => ({ graceMs: 115_000 }));
    const { start, stop, how, accept, cli, clock, control, now } = world;
    await start();
    const task = await accept();
    const run = await cli.nextRun();
    await stop();
    await clock.advance(5_000);
    expect(run.isFinished()).toBe(false);
    await control.gates.close(EMERGENCY);
    await clock.advance(2_000);
    expect(run.isFinished()).toBe(true);
    expect(now(task)).toMatchObject({ status: "queued", failures: 0 });
    await clock.advance(20_000);
    expect(how()).toBe("emergency");
  });

  it("is not missed because the store was away when it came", async () => {
    const { start, how, accept, cli, clock, control } = anExecutor();
    await start();
    await accept();
    control.failing.add("read");
    await clock.advance(5_000);
    await control.gates.close(EMERGENCY);
    await clock.advance(5_000);
    expect(how()).toBeUndefined();
    control.failing.clear();
    await clock.advance(25_000);
    expect(cli.runs.every((run) => run.isFinished())).toBe(true);
    expect(how()).toBe("emergency");
  });
});

describe("a store that is away for longer than a lease", () => {
  it("ends what runs at its time, and the executor comes back by itself", async () => {
    const { start, finish, accept, cli, clock, control, store, now } =
      anExecutor();
    await start();
    const task = await accept();
    const run = await cli.nextRun();
    const methods = [
      "claim",
      "read",
      "readMany",
      "renew",
      "transition",
    ] as const;
    for (const method of methods) store.failing.add(method);
    control.failing.add("read").add("note");
    await clock.advance(31_000);
    expect(run.isFinished()).toBe(true);
    expect(now(task).status).toBe("running");
    store.failing.clear();
    control.failing.clear();
    await clock.advance(2_000);
    const next = await accept();
    await clock.advance(2_000);
    expect(now(next).status).toBe("running");
    await finish();
  });
});
