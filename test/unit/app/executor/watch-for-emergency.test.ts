import { beforeEach, describe, expect, it } from "vitest";
import {
  type EmergencyWatch,
  watchForEmergency,
} from "../../../../shared/app/executor/watch-for-emergency.ts";
import { UNLIMITED } from "../../../../shared/domain/account-limit.ts";
import { STOP_RULES } from "../../../../shared/domain/stop-conditions.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { manualClock, START } from "../../../fakes/memory-clock.ts";
import { memoryJournal } from "../../../fakes/memory-journal.ts";
import { memoryStopStore } from "../../../fakes/memory-stop-store.ts";

let world: ReturnType<typeof newWorld>;
beforeEach(() => {
  world = newWorld();
});

function newWorld() {
  const clock = manualClock();
  const stop = memoryStopStore();
  const journal = memoryJournal();
  const raised: string[] = [];
  const memory = { shares: [] as number[], endedRuns: 0 };
  const executor = (rules = STOP_RULES): EmergencyWatch =>
    watchForEmergency({
      stop,
      limits: { read: async () => ({ limit: made.limit, version: 1 }) },
      rules: () => rules,
      memory: { usedShare: async () => memory.shares.shift() },
      endRuns: async () => {
        memory.endedRuns += 1;
      },
      raise: async (reason) => {
        if (made.failRaising) throw new Error("away");
        raised.push(reason);
      },
      onChange: () => undefined,
      clock,
      journal,
    });
  const made = {
    clock,
    stop,
    journal,
    raised,
    memory,
    executor,
    limit: UNLIMITED,
    /** The store does not answer who raises the stop. */
    failRaising: false,
  };
  return made;
}

/** Runs the watch for so long of the clock's time. */
async function during(watch: EmergencyWatch, seconds: number): Promise<void> {
  const end = new AbortController();
  const running = watch.run(end.signal);
  await world.clock.advance(seconds * 1_000);
  end.abort();
  await running;
}

describe("a lost login", () => {
  it("stops the service the fifth time within an hour, whoever saw it", async () => {
    const [one, other] = [world.executor(), world.executor()];
    for (const watch of [one, other, one, other]) {
      await watch.sessionLost();
      await world.clock.advance(600_000);
    }
    expect(world.raised).toEqual([]);
    await one.sessionLost();
    expect(world.raised).toEqual([expect.stringContaining("session-lost")]);
  });

  it("is forgotten when a run succeeds anywhere", async () => {
    const [one, other] = [world.executor(), world.executor()];
    for (let times = 0; times < 4; times += 1) await one.sessionLost();
    await during(other, 1);
    await other.runSucceeded();
    await one.sessionLost();
    expect(world.raised).toEqual([]);
  });

  it("does not count twice for two stops", async () => {
    const watch = world.executor();
    for (let times = 0; times < 6; times += 1) await watch.sessionLost();
    expect(world.raised).toHaveLength(1);
  });

  it("counts each of many that are seen at once", async () => {
    const watches = Array.from({ length: 4 }, () => world.executor());
    await Promise.all(watches.map((watch) => watch.sessionLost()));
    const { value } = await world.stop.sightings();
    expect(value["session-lost"]?.at).toHaveLength(4);
  });
});

describe("a queue that does not answer", () => {
  const fail = async (watch: EmergencyWatch): Promise<void> => {
    for (let times = 0; times < 3; times += 1) await watch.queueAsked(false);
  };

  it("stops the service when it does not answer 30 s later either", async () => {
    const watch = world.executor();
    await fail(watch);
    await during(watch, 29);
    await watch.queueAsked(false);
    expect(world.raised).toEqual([]);
    await during(watch, 1);
    await watch.queueAsked(false);
    expect(world.raised).toEqual([
      expect.stringContaining("queue-unreachable"),
    ]);
  });

  it("may answer again when nobody has asked since: that alone stops nothing", async () => {
    const watch = world.executor();
    await fail(watch);
    await during(watch, 600);
    await watch.queueAsked(false);
    expect(world.raised).toEqual([]);
  });

  it("is forgiven when it answers before that", async () => {
    const watch = world.executor();
    await fail(watch);
    await during(watch, 20);
    await watch.queueAsked(true);
    await during(watch, 60);
    expect(world.raised).toEqual([]);
  });

  it("is one executor's own trouble when it answers another", async () => {
    const [cutOff, other] = [world.executor(), world.executor()];
    await fail(cutOff);
    await other.queueAsked(true);
    await during(other, 1);
    await during(cutOff, 40);
    expect(world.raised).toEqual([]);
  });
});

describe("memory above 95 %", () => {
  it("ends what runs, which may be enough", async () => {
    world.memory.shares = [0.96, 0.4];
    await during(world.executor(), 1);
    expect(world.memory.endedRuns).toBe(1);
    expect(world.raised).toEqual([]);
  });

  it("stops the service when it is not", async () => {
    world.memory.shares = [0.96, 0.951];
    await during(world.executor(), 1);
    expect(world.raised).toEqual([expect.stringContaining("memory-exhausted")]);
  });

  it("is not reached by 95 %, nor where nothing limits it", async () => {
    world.memory.shares = [0.95];
    await during(world.executor(), 30);
    expect(world.memory.endedRuns).toBe(0);
  });
});

describe("a limit of more than an hour", () => {
  const rule = { ...STOP_RULES["long-limit"], action: "immediate" } as const;
  const on = { ...STOP_RULES, "long-limit": rule };

  it.each([
    [on, 3_600_000, 1],
    [on, 3_599_999, 0],
    [STOP_RULES, 86_400_000, 0],
  ])("stops the service only by a setting %#", async (rules, ms, stops) => {
    await world.executor(rules).limitClosed(later(START, ms));
    expect(world.raised).toHaveLength(stops);
  });
});

describe("a condition that may last for a while", () => {
  const delayed = { threshold: 1, action: "delayed", delayMs: 60_000 } as const;
  const rules = {
    ...STOP_RULES,
    "session-lost": { ...STOP_RULES["session-lost"], ...delayed },
    "long-limit": { ...STOP_RULES["long-limit"], ...delayed },
  };
  const until = later(START, 7_200_000);
  const meet = {
    "session-lost": (watch: EmergencyWatch) => watch.sessionLost(),
    "long-limit": (watch: EmergencyWatch) => {
      const closed = { reason: "usage-limit", since: START, until } as const;
      world.limit = { ...UNLIMITED, closed };
      return watch.limitClosed(until);
    },
  };

  it.each(["session-lost", "long-limit"] as const)(
    "(%s) stops the service when its time is over, by whoever is there then",
    async (condition) => {
      const [one, other] = [world.executor(rules), world.executor(rules)];
      await meet[condition](one);
      await during(other, 59);
      expect(world.raised).toEqual([]);
      await during(other, 6);
      expect(world.raised).toEqual([expect.stringContaining(condition)]);
      await during(one, 600);
      expect(world.raised).toHaveLength(1);
    },
  );

  it("(session-lost) is over when a run succeeds", async () => {
    const watch = world.executor(rules);
    await watch.sessionLost();
    await during(watch, 50);
    await watch.runSucceeded();
    await during(watch, 600);
    expect(world.raised).toEqual([]);
  });

  it("(long-limit) is over when somebody has opened it, or when its time has come", async () => {
    const watch = world.executor(rules);
    await meet["long-limit"](watch);
    await during(watch, 50);
    world.limit = UNLIMITED;
    await during(watch, 600);
    await meet["long-limit"](watch);
    await world.clock.advance(7_200_000);
    await during(watch, 600);
    expect(world.raised).toEqual([]);
  });

  it("(memory-exhausted) is over when there is enough again", async () => {
    const memory = { ...STOP_RULES["memory-exhausted"], ...delayed };
    const watch = world.executor({ ...rules, "memory-exhausted": memory });
    world.memory.shares = [0.96, 0.96, 0.4];
    await during(watch, 61);
    world.memory.shares = [0.96, 0.96, 0.4];
    await during(watch, 61);
    expect(world.raised).toEqual([]);
    world.memory.shares = Array.from({ length: 30 }, () => 0.96);
    await during(watch, 65);
    expect(world.raised).toEqual([expect.stringContaining("memory-exhausted")]);
  });
});

it("stops the service a little later when the stop could not be raised at once", async () => {
  const watch = world.executor();
  world.failRaising = true;
  for (let times = 0; times < 5; times += 1) await watch.sessionLost();
  await during(watch, 6);
  world.failRaising = false;
  expect(world.raised).toEqual([]);
  await during(watch, 1);
  expect(world.raised).toEqual([expect.stringContaining("session-lost")]);
});

it("goes on watching when the store does not answer", async () => {
  const watch = world.executor();
  world.stop.failing.add("sightings");
  await watch.sessionLost();
  await during(watch, 6);
  expect(world.journal.entries).toContainEqual(
    expect.objectContaining({ event: "emergency-not-watched" }),
  );
  world.stop.failing.clear();
  for (let times = 0; times < 5; times += 1) await watch.sessionLost();
  expect(world.raised).toHaveLength(1);
});

it("gives up a write that others always overtake, until the next sighting", async () => {
  const { replaceSightings } = world.stop;
  world.stop.replaceSightings = async () => false;
  const watch = world.executor();
  await watch.sessionLost();
  world.stop.replaceSightings = replaceSightings;
  expect((await world.stop.sightings()).version).toBe(0);
});
