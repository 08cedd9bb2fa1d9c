/** The conditions under which an executor stops the whole service, from what it sees to its own end. */
import { describe, expect, it } from "vitest";
import type { ExecutorDeps } from "../../../../shared/app/executor/executor-deps.ts";
import type { FollowedSettings } from "../../../../shared/app/executor/follow-settings.ts";
import { sayRestored } from "../../../../shared/app/session/say-restored.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { fixedSettings } from "../../../builders/settings.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { type AnExecutor, anExecutor } from "./an-executor.ts";

const MINUTE = 60_000;
/** The memory is looked at every five seconds, and again when the runs are over. */
const A_LOOK = 5_100;

/** The emergency gate; `undefined` while it is open. */
const stopOf = async ({ control }: AnExecutor) =>
  (await control.gates.closedGates()).find(({ name }) => name === "emergency");

/** An executor with two runs, whose memory is used as the test says. */
async function aBusyOne(change: () => Partial<ExecutorDeps> = () => ({})) {
  const used = { share: 0.5, ofIdle: 0.5 };
  const world = anExecutor(({ cli }) => ({
    memory: {
      usedShare: async () =>
        cli.runs.some((run) => !run.isFinished()) ? used.share : used.ofIdle,
    },
    ...change(),
  }));
  await world.start();
  const tasks = [await world.accept(), await world.accept({ failures: 1 })];
  await world.clock.advance(0);
  expect(world.cli.runs).toHaveLength(2);
  return { ...world, used, tasks };
}

describe("when the memory is used up", () => {
  it("ends what runs at no attempt, and works on when that helped", async () => {
    const world = await aBusyOne();
    const { used, cli, clock, now, tasks, finish } = world;
    used.share = 0.96;
    await clock.advance(A_LOOK);
    const [first, second, ...next] = cli.runs;
    expect([first?.isFinished(), second?.isFinished()]).toEqual([true, true]);
    expect(next.map((run) => run.isFinished())).toEqual([false, false]);
    // What the CLIs use again is ended again, and never a reason to stop the service.
    await clock.advance(A_LOOK);
    expect(cli.runs).toHaveLength(6);
    used.share = 0.5;
    await clock.advance(MINUTE);
    expect(await stopOf(world)).toBeUndefined();
    expect(cli.runs).toHaveLength(6);
    for (const task of tasks)
      expect(now(task)).toMatchObject({
        status: "running",
        failures: task.failures,
        returns: 2,
      });
    await finish();
  });

  it("starts nothing before there is memory again, and says why", async () => {
    const world = await aBusyOne(() => ({
      settings: fixedSettings({
        stopConditions: { "memory-exhausted": { action: "off" } },
      }),
    }));
    const { used, cli, clock, control, finish } = world;
    Object.assign(used, { share: 0.96, ofIdle: 0.96 });
    await clock.advance(MINUTE);
    expect(cli.runs).toHaveLength(2);
    expect(await control.executors.seenSince(START)).toMatchObject([
      { problem: "more than 95 % of its memory is in use" },
    ]);
    Object.assign(used, { share: 0.5, ofIdle: 0.5 });
    await clock.advance(A_LOOK);
    expect(cli.runs).toHaveLength(4);
    expect(await stopOf(world)).toBeUndefined();
    await finish();
  });

  it("stops the service when it did not help", async () => {
    const world = await aBusyOne();
    const { used, cli, clock, now, tasks, how } = world;
    Object.assign(used, { share: 0.96, ofIdle: 0.96 });
    await clock.advance(A_LOOK);
    expect(cli.runs.every((run) => run.isFinished())).toBe(true);
    expect(await stopOf(world)).toMatchObject({
      actor: "ccsp",
      reason: expect.stringMatching(/^memory-exhausted: /) as string,
    });
    await clock.advance(30_000);
    expect(how()).toBe("emergency");
    for (const task of tasks)
      expect(now(task)).toMatchObject({
        status: "queued",
        failures: task.failures,
      });
  });

  it("does not wait for ever for a run that does not end", async () => {
    const world = await aBusyOne();
    const { used, clock, store } = world;
    store.failing.add("transition");
    Object.assign(used, { share: 0.96, ofIdle: 0.96 });
    await clock.advance(5_000 + 9_900);
    expect(await stopOf(world)).toBeUndefined();
    await clock.advance(200);
    expect(await stopOf(world)).toBeDefined();
    store.failing.clear();
    await clock.advance(MINUTE);
  });
});

describe("whoever stops the service", () => {
  it("ends only after the stop is reported and told", async () => {
    const world: Awaited<ReturnType<typeof aBusyOne>> = await aBusyOne(() => ({
      emergency: {
        raise: async (order) => {
          const { clock, control } = world;
          const since = clock.now();
          await control.gates.close({ name: "emergency", since, ...order });
          await clock.sleep(MINUTE);
          return { changed: true };
        },
      },
    }));
    const { used, clock, told, how } = world;
    Object.assign(used, { share: 0.96, ofIdle: 0.96 });
    await clock.advance(5_000 + 59_900);
    expect(told).toEqual(["ready", "drained"]);
    expect(how()).toBeUndefined();
    await clock.advance(200);
    expect(how()).toBe("emergency");
    expect(clock.sleepers()).toBe(0);
  });

  it("does so also when all its polls find the same at once", async () => {
    let orders = 0;
    const world: AnExecutor = anExecutor(() => ({
      emergency: {
        raise: async (order) => {
          const { clock, control } = world;
          const since = clock.now();
          const gate = { name: "emergency", since, ...order } as const;
          orders += 1;
          const changed = await control.gates.close(gate);
          if (changed) await clock.sleep(MINUTE);
          return { changed };
        },
      },
    }));
    const { clock, queue, how } = world;
    queue.failing.add("receive");
    await world.start();
    while (orders === 0) await clock.advance(1_000);
    expect(await stopOf(world)).toMatchObject({
      reason: expect.stringMatching(/^queue-unreachable: /) as string,
    });
    await clock.advance(50_000);
    expect(orders).toBeGreaterThan(1);
    expect(how()).toBeUndefined();
    await clock.advance(15_000);
    expect(how()).toBe("emergency");
  });

  it("goes on when it cannot, and tries again", async () => {
    let tries = 0;
    const world = await aBusyOne(() => ({
      emergency: {
        raise: async () => {
          tries += 1;
          throw new Error("the table is away");
        },
      },
    }));
    const { used, clock, how, journal, finish } = world;
    Object.assign(used, { share: 0.96, ofIdle: 0.96 });
    await clock.advance(20_000);
    expect(tries).toBeGreaterThan(1);
    expect(journal.of("emergency-not-watched")).toHaveLength(tries);
    expect(how()).toBeUndefined();
    Object.assign(used, { share: 0.5, ofIdle: 0.5 });
    await finish();
    expect(how()).toBe("stopped");
  });
});

describe("a limit that lasts longer than an hour", () => {
  const limited = async (settings: FollowedSettings, lastsMs = 61 * MINUTE) => {
    const world = await aBusyOne(() => ({ settings }));
    const resetsAt = later(world.clock.now(), lastsMs);
    for (const run of world.cli.runs)
      run.finish({ outcome: "usage-limit", resetsAt });
    await world.clock.advance(2_000);
    return world;
  };
  const immediate = fixedSettings({
    stopConditions: { "long-limit": { action: "immediate" } },
  });

  it("stops the service where that is set", async () => {
    const world = await limited(immediate);
    expect(await stopOf(world)).toMatchObject({
      reason: expect.stringMatching(/^long-limit: /) as string,
    });
    await world.clock.advance(30_000);
    expect(world.how()).toBe("emergency");
  });

  it.each([
    ["unless it is set", fixedSettings(), 61],
    ["when it is shorter", immediate, 59],
  ])("does not, %s", async (_, settings, minutes) => {
    const world = await limited(settings, minutes * MINUTE);
    expect(await world.control.gates.closedGates()).toMatchObject([
      { name: "limit" },
    ]);
    await world.finish();
    expect(world.how()).toBe("stopped");
  });
});

describe("a login that is lost again and again", () => {
  const settings = fixedSettings({
    stopConditions: { "session-lost": { threshold: 2 } },
  });
  const aLosing = async () => {
    const world = anExecutor(() => ({ settings }));
    await world.start();
    const task = await world.accept();
    const end = async (outcome: "session-expired" | "success") => {
      (await world.cli.nextRun()).finish({ outcome });
      await world.clock.advance(2_000);
    };
    const restore = async () => {
      const deps = { ...world, sessions: world.control.sessions };
      await sayRestored(deps)({ actor: "olga", reason: "renewed" });
      await world.clock.advance(2_000);
      expect(await world.control.gates.closedGates()).toEqual([]);
    };
    return { ...world, task, end, restore };
  };

  it("stops the service, and what it blocked is kept", async () => {
    const world = await aLosing();
    await world.end("session-expired");
    expect(await stopOf(world)).toBeUndefined();
    await world.restore();
    await world.end("session-expired");
    expect(await stopOf(world)).toMatchObject({
      reason: expect.stringMatching(/^session-lost: .* 2 times/) as string,
    });
    await world.clock.advance(30_000);
    expect(world.how()).toBe("emergency");
    expect(world.now(world.task)).toMatchObject({
      status: "blocked",
      failures: 0,
    });
  });

  it("does not when a task succeeded in between", async () => {
    const world = await aLosing();
    await world.end("session-expired");
    await world.restore();
    await world.end("success");
    await world.accept();
    await world.end("session-expired");
    expect(await stopOf(world)).toBeUndefined();
    await world.finish();
  });
});
