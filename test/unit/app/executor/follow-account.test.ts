import { describe, expect, it } from "vitest";
import {
  type Account,
  followAccount,
} from "../../../../shared/app/executor/follow-account.ts";
import {
  ALERT_FAILURES,
  CANARY_MS,
  UNLIMITED,
} from "../../../../shared/domain/account-limit.ts";
import type { OutcomeName } from "../../../../shared/domain/outcome.ts";
import { later } from "../../../../shared/domain/timing.ts";
import type { AccountLimitStore } from "../../../../shared/ports/account-limit-store.ts";
import { newTaskId } from "../../../builders/task.ts";
import { aWorld, type World } from "../../../builders/world.ts";
import { settled, START } from "../../../fakes/memory-clock.ts";

const UNTIL = later(START, 60_000);

interface Follower extends Account {
  /** How often it said that what is allowed may have changed. */
  changes(): number;
  sees(outcome: OutcomeName, resetsAt?: Date): ReturnType<Account["observe"]>;
}

/** One of any number that follow the same account. */
function aFollower(
  world: World,
  change: (
    limits: AccountLimitStore,
  ) => Partial<AccountLimitStore> = () => ({}),
): Follower {
  const { limits } = world.control;
  let changes = 0;
  const account = followAccount({
    ...world,
    limits: { ...limits, ...change(limits) },
    onChange: () => {
      changes += 1;
    },
  });
  return {
    ...account,
    changes: () => changes,
    sees: (outcome, resetsAt) =>
      account.observe({
        taskId: newTaskId(),
        outcome,
        ...(resetsAt && { resetsAt }),
      }),
  };
}

describe("an account", () => {
  it("allows everything until something is known against it", async () => {
    const account = aFollower(aWorld());
    expect(account.allowance()).toEqual({ kind: "open", places: Infinity });
    await account.refresh();
    expect(account.allowance()).toEqual({ kind: "open", places: Infinity });
  });

  it("is closed for the one who sees a refusal at once, for others when they read on", async () => {
    const world = aWorld();
    const [one, other] = [aFollower(world), aFollower(world)];
    await other.refresh();
    const { before, after } = await one.sees("usage-limit", UNTIL);
    expect([before, after.closed?.until]).toEqual([UNLIMITED, UNTIL]);
    expect(one.allowance()).toEqual({ kind: "closed", until: UNTIL });
    expect(one.changes()).toBeGreaterThan(0);
    expect(other.allowance().kind).toBe("open");
    await other.refresh();
    expect(other.allowance()).toEqual({ kind: "closed", until: UNTIL });
  });

  it("is written only when a run showed something new", async () => {
    const world = aWorld();
    const account = aFollower(world);
    const change = await account.sees("success");
    expect(change).toEqual({ before: UNLIMITED, after: UNLIMITED });
    expect(await world.control.limits.read()).toMatchObject({ version: 0 });
    expect(world.journal.entries).toEqual([]);
  });

  it("counts what four see at once", async () => {
    const world = aWorld();
    const all = Array.from({ length: 4 }, () => aFollower(world));
    await Promise.all(all.map((account) => account.sees("crashed")));
    const { limit } = await world.control.limits.read();
    expect(limit.failuresInARow).toBe(4);
  });

  it("gives one of twenty the canary", async () => {
    const world = aWorld();
    const all = Array.from({ length: 20 }, () => aFollower(world));
    await all[0]?.sees("usage-limit", UNTIL);
    await Promise.all(all.map((account) => account.refresh()));
    await world.clock.advance(60_000);
    const taken = await Promise.all(all.map((account) => account.takeCanary()));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(world.journal.of("canary-started")).toHaveLength(1);
    for (const account of all)
      expect(account.allowance()).toEqual({
        kind: "closed",
        until: later(UNTIL, CANARY_MS),
      });
  });

  it("gives no canary while it is closed, and none while it is open", async () => {
    const account = aFollower(aWorld());
    expect(await account.takeCanary()).toBe(false);
    await account.sees("usage-limit", UNTIL);
    expect(await account.takeCanary()).toBe(false);
  });

  it("gives the canary to another when it is dropped, or lost", async () => {
    const world = aWorld();
    const [one, other] = [aFollower(world), aFollower(world)];
    await one.sees("rate-limit");
    await world.clock.advance(1_000);
    expect(await one.takeCanary()).toBe(true);
    expect(await other.takeCanary()).toBe(false);
    await one.dropCanary();
    await one.dropCanary();
    await other.refresh();
    expect(await other.takeCanary()).toBe(true);
    await world.clock.advance(CANARY_MS);
    await one.refresh();
    expect(await one.takeCanary()).toBe(true);
  });

  it("opens as soon as the canary is answered, and only then", async () => {
    const world = aWorld();
    const account = aFollower(world);
    await account.answered();
    expect(await world.control.limits.read()).toMatchObject({ version: 0 });
    await account.sees("rate-limit");
    await account.answered();
    expect(account.allowance().kind).toBe("closed");
    await world.clock.advance(1_000);
    await account.takeCanary();
    await account.answered();
    expect(account.allowance()).toEqual({ kind: "open", places: 1 });
    expect(world.journal.of("limit-opened")).toHaveLength(1);
  });
});

describe("an account that others have closed meanwhile", () => {
  it("is known to be closed by whoever is refused, too", async () => {
    const world = aWorld();
    const [one, other] = [aFollower(world), aFollower(world)];
    await other.refresh();
    await one.sees("usage-limit", UNTIL);
    const { before, after } = await other.sees("usage-limit", UNTIL);
    expect(before).toBe(after);
    expect(after).toMatchObject({ refusals: 1, closed: { until: UNTIL } });
  });

  it("is known to be closed although every write came late", async () => {
    const world = aWorld();
    const one = aFollower(world, () => ({ replace: async () => false }));
    await aFollower(world).sees("rate-limit");
    const { before, after } = await one.sees("usage-limit", UNTIL);
    expect(before).toBe(after);
    expect(after.closed?.reason).toBe("rate-limit");
    expect(world.journal.of("limit-closed")).toHaveLength(1);
  });

  it("stays closed when a slow answer says how it was before", async () => {
    const world = aWorld();
    let isSlow = false;
    const account = aFollower(world, ({ read }) => ({
      read: async () => {
        const seen = await read();
        if (isSlow) await world.clock.sleep(100);
        return seen;
      },
    }));
    await account.refresh();
    isSlow = true;
    const reading = account.refresh();
    await settled();
    await account.sees("usage-limit", UNTIL);
    await world.clock.advance(100);
    await reading;
    expect(account.allowance().kind).toBe("closed");
  });

  it("is opened again by whoever removes its row", async () => {
    const world = aWorld();
    let isGone = false;
    const account = aFollower(world, ({ read, replace }) => ({
      read: async () =>
        isGone ? { limit: UNLIMITED, version: 0 } : await read(),
      replace: async (seen, next) =>
        isGone && seen.version > 0 ? false : replace(seen, next),
    }));
    await account.sees("usage-limit", UNTIL);
    isGone = true;
    await account.refresh();
    expect(account.allowance()).toEqual({ kind: "open", places: Infinity });
  });
});

describe("an account whose store is away", () => {
  it("never makes a run fail: it is as it was known, and said", async () => {
    const world = aWorld();
    const account = aFollower(world);
    world.control.failing.add("closedGates").add("replace");
    expect(await account.sees("rate-limit")).toEqual({
      before: UNLIMITED,
      after: UNLIMITED,
    });
    world.control.failing.delete("closedGates");
    await account.refresh();
    await account.sees("usage-limit", UNTIL);
    expect(account.allowance().kind).toBe("open");
    expect(world.journal.of("account-not-written")).toMatchObject([
      { level: "error" },
      { level: "error" },
    ]);

    world.control.failing.clear();
    await account.sees("usage-limit", UNTIL);
    expect(account.allowance().kind).toBe("closed");
    await world.clock.advance(60_000);
    await account.takeCanary();
    world.control.failing.add("replace");
    await account.answered();
    expect(world.journal.of("account-not-written")).toHaveLength(3);
    await expect(account.dropCanary()).rejects.toThrow();
    await expect(account.refresh()).resolves.toMatchObject({ refusals: 1 });
  });
});

describe("an account says", () => {
  it("that it closed, for how long and by whom, and that it opened", async () => {
    const world = aWorld();
    const account = aFollower(world);
    const taskId = newTaskId();
    await account.observe({ taskId, outcome: "usage-limit", resetsAt: UNTIL });
    await account.sees("usage-limit", UNTIL);
    expect(world.journal.of("limit-closed")).toEqual([
      {
        event: "limit-closed",
        level: "warn",
        taskId,
        outcome: "usage-limit",
        until: UNTIL,
        refusals: 1,
      },
    ]);
    await world.clock.advance(60_000);
    await account.takeCanary();
    await account.sees("success");
    expect(world.journal.of("limit-opened")).toHaveLength(1);
  });

  it("in the trail each closing and each opening, once among all that see it", async () => {
    const world = aWorld();
    const [one, other] = [aFollower(world), aFollower(world)];
    const [taskId, outcome] = [newTaskId(), "usage-limit"] as const;
    await one.observe({ taskId, outcome, resetsAt: UNTIL });
    await other.sees(outcome, UNTIL);
    await world.clock.advance(60_000);
    await one.takeCanary();
    await one.sees("success");
    await other.sees("success");
    expect(world.control.trail.entries).toMatchObject([
      {
        at: START,
        action: "limit-closed",
        actor: "ccsp",
        reason: "usage-limit",
        detail: { taskId, outcome, until: UNTIL.toISOString(), refusals: 1 },
      },
      {
        at: UNTIL,
        action: "limit-opened",
        actor: "ccsp",
        reason: "a run was answered",
        detail: { outcome: "success", closedFor: "usage-limit" },
      },
    ]);
    expect(world.control.trail.entries).toHaveLength(2);
  });

  it("in the trail that it opened at the first word of the canary", async () => {
    const world = aWorld();
    const account = aFollower(world);
    await account.sees("rate-limit");
    await world.clock.advance(1_000);
    await account.takeCanary();
    await account.answered();
    expect(world.control.trail.of("limit-opened")).toMatchObject([
      { detail: { closedFor: "rate-limit" } },
    ]);
  });

  it("when a usage window is nearly used up, once", async () => {
    const { journal, ...world } = aWorld();
    const account = aFollower({ ...world, journal });
    const usageWindows = [{ name: "five_hour", utilization: 0.95 }];
    for (let run = 0; run < 2; run += 1)
      await account.observe({
        taskId: newTaskId(),
        outcome: "success",
        usageWindows,
      });
    expect(journal.entries).toEqual([
      { event: "usage-nearly-used-up", level: "warn", windows: usageWindows },
    ]);
    expect(account.allowance().kind).toBe("open");
  });

  it("that there is an outage", async () => {
    const world = aWorld();
    const account = aFollower(world);
    for (let task = 0; task < 3; task += 1) await account.sees("unavailable");
    expect(world.journal.of("outage")).toMatchObject([
      { level: "warn", outcome: "unavailable", refusals: 1 },
    ]);
    expect(world.journal.of("limit-closed")).toEqual([]);
  });

  it("once among all that runs keep failing, and again only after a success", async () => {
    const world = aWorld();
    const all = [aFollower(world), aFollower(world)];
    const failing = async (times: number): Promise<void> => {
      for (let run = 0; run < times; run += 1)
        await all[run % all.length]?.sees("crashed");
    };
    const alerts = () => world.journal.of("cli-keeps-failing");
    await failing(ALERT_FAILURES - 1);
    expect(alerts()).toEqual([]);
    await failing(ALERT_FAILURES);
    expect(alerts()).toMatchObject([
      { level: "error", failuresInARow: ALERT_FAILURES, outcome: "crashed" },
    ]);
    await all[0]?.sees("success");
    await failing(2 * ALERT_FAILURES);
    expect(alerts()).toHaveLength(2);
  });
});
