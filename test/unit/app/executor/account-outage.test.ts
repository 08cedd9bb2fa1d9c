import { describe, expect, it } from "vitest";
import { ALERT_FAILURES } from "../../../../shared/domain/account-limit.ts";
import type { CliRun } from "../../../../shared/domain/outcome.ts";
import { MAX_RUNS } from "../../../../shared/domain/transitions.ts";
import { someExecutors } from "./some-executors.ts";

const UNAVAILABLE: Partial<CliRun> = { outcome: "unavailable" };

describe("an outage", () => {
  it("that three tasks meet one after another costs none of them an attempt", async () => {
    const some = someExecutors(2);
    const { acceptMany, finishRuns, answer, clock, control, now } = some;
    await some.start();
    const tasks = [];
    for (let met = 0; met < 3; met += 1) {
      tasks.push(...(await acceptMany(1)));
      await finishRuns(UNAVAILABLE);
      // The others are tried again while nobody knows of the outage yet: that run goes on.
      answer(() => undefined);
    }
    const { limit } = await control.limits.read();
    expect(limit.closed?.reason).toBe("outage");
    for (const task of tasks)
      expect(now(task)).toMatchObject({ failures: 0, history: [] });
    await clock.advance(500);
    await some.finish();
  });

  it.each([0, 50, 300])(
    "that four tasks meet at once costs none of them an attempt (a store of %i ms)",
    async (slowMs) => {
      let writes = 0;
      const some = someExecutors(2, (_, { store, clock }) => ({
        store: {
          ...store,
          transition: async (...args) => {
            writes += 1;
            await clock.sleep((slowMs * ((writes * 7) % 5)) / 4);
            return store.transition(...args);
          },
        },
      }));
      const { acceptMany, finishRuns, clock, now } = some;
      await some.start();
      const tasks = await acceptMany(4);
      await finishRuns(UNAVAILABLE);
      await clock.advance(3 * slowMs);
      for (const task of tasks)
        expect(now(task)).toMatchObject({ status: "queued", failures: 0 });
      await some.finish();
    },
  );

  it("is tried by one canary, and everything runs when it is over", async () => {
    const some = someExecutors(2);
    const { acceptMany, answer, clock, now, nowMs, startedMs } = some;
    await some.start();
    answer(() => (nowMs() < 120_000 ? UNAVAILABLE : {}));
    const tasks = await acceptMany(8);
    await clock.advance(120_000);
    // Then one each time: after 1, 2, 4 … 64 s.
    const tries = startedMs.filter((ms) => ms >= 1_000);
    expect(tries.length).toBeLessThanOrEqual(7);
    expect(startedMs.length - tries.length).toBeLessThanOrEqual(2 * 4);
    await clock.advance(120_000);
    for (const task of tasks)
      expect(now(task)).toMatchObject({ status: "succeeded", failures: 0 });
    await some.finish();
  });

  it("is not what one task meets alone, which spends its attempts", async () => {
    const some = someExecutors(2);
    await some.start();
    some.answer(() => UNAVAILABLE);
    const [task] = await some.acceptMany(1);
    await some.clock.advance(10_000);
    expect(some.now(task!)).toMatchObject({
      status: "failed",
      failures: MAX_RUNS,
      error: { code: "unavailable" },
    });
    expect(some.journal.of("outage")).toEqual([]);
    await some.finish();
  });

  it("still costs nobody when the store of the limits is away for a while", async () => {
    const some = someExecutors(2);
    const { acceptMany, finishRuns, clock, control, now } = some;
    await some.start();
    const tasks = await acceptMany(4);
    control.failing.add("replace");
    await finishRuns({ outcome: "rate-limit" });
    control.failing.clear();
    await clock.advance(0);
    for (const task of tasks)
      expect(now(task)).toMatchObject({ failures: 0, refusals: 0 });
    some.answer(() => ({}));
    await clock.advance(20_000);
    for (const task of tasks) expect(now(task).status).toBe("succeeded");
    await some.finish();
  });
});

describe("runs that keep failing", () => {
  it("raise one alert among all executors, until one succeeds", async () => {
    const some = someExecutors(2);
    const { acceptMany, answer, clock, journal } = some;
    await some.start();
    const alerts = () => journal.of("cli-keeps-failing");
    answer(() => ({ outcome: "crashed" }));
    await acceptMany(ALERT_FAILURES);
    await clock.advance(30_000);
    expect(alerts()).toMatchObject([
      { level: "error", failuresInARow: ALERT_FAILURES },
    ]);
    answer(() => ({}));
    await acceptMany(1);
    answer(() => ({ outcome: "crashed" }));
    await acceptMany(ALERT_FAILURES);
    await clock.advance(30_000);
    expect(alerts()).toHaveLength(2);
    await some.finish();
  });
});
