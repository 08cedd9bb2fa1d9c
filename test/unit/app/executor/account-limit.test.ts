import { describe, expect, it } from "vitest";
import { resumeQueue } from "../../../../shared/app/resume-queue.ts";
import { RAMP_STEP_MS } from "../../../../shared/domain/account-limit.ts";
import type { CliRun } from "../../../../shared/domain/outcome.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { fixedSettings } from "../../../builders/settings.ts";
import { aWorld } from "../../../builders/world.ts";
import { memoryCli } from "../../../fakes/memory-cli.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { anExecutor } from "./an-executor.ts";
import { aFollower, someExecutors } from "./some-executors.ts";

const HOUR = 3_600_000;
const RESETS_AT = later(START, HOUR);
const LIMITED: Partial<CliRun> = {
  outcome: "usage-limit",
  resetsAt: RESETS_AT,
};
const REFUSED: Partial<CliRun> = { outcome: "rate-limit" };

/** Two executors; one was just refused for a usage limit of an hour. */
async function limited(concurrency = 2, resetsAt = RESETS_AT) {
  const some = someExecutors(2, () => ({
    settings: fixedSettings({ concurrency }),
  }));
  await some.start();
  some.answer(() => ({ ...LIMITED, resetsAt }));
  const [first] = await some.acceptMany(1);
  return { ...some, first };
}

describe("a usage limit that one executor meets", () => {
  it("keeps everybody from starting anything, and costs nobody an attempt", async () => {
    const { acceptMany, startedMs, clock, now, first, finish, control } =
      await limited();
    expect(startedMs).toEqual([0]);
    const tasks = [first!, ...(await acceptMany(6))];
    await clock.advance(2_000);
    // What others began before they could know: one for each of their slots.
    expect(startedMs.length).toBeLessThanOrEqual(1 + 2);
    const before = startedMs.length;
    await acceptMany(3);
    await clock.advance(HOUR - 3_000);
    expect(startedMs).toHaveLength(before);
    for (const task of tasks)
      expect(now(task)).toMatchObject({ status: "queued", failures: 0 });
    const { limit } = await control.limits.read();
    expect(limit).toMatchObject({ refusals: 1, closed: { until: RESETS_AT } });
    await finish();
  });

  it("costs at most one start for each slot when all are busy", async () => {
    const some = someExecutors(2);
    const { startedMs, finishRuns, acceptMany, clock, finish } = some;
    await some.start();
    await acceptMany(12);
    expect(startedMs).toHaveLength(4);
    some.answer(() => LIMITED);
    await finishRuns();
    await clock.advance(HOUR - 1_000);
    expect(startedMs.length).toBeLessThanOrEqual(8);
    await finish();
  });

  it("is tried by one canary in all when it is over", async () => {
    const { acceptMany, startedMs, clock, finish, answer, running } =
      await limited();
    await clock.advance(5_000);
    answer(() => undefined);
    const before = startedMs.length;
    await acceptMany(8);
    await clock.advance(HOUR - 5_000 - 1);
    expect(startedMs).toHaveLength(before);
    await clock.advance(2_001);
    expect(startedMs).toHaveLength(before + 1);
    expect(startedMs.at(-1)).toBeGreaterThanOrEqual(HOUR);
    await clock.advance(25_000);
    expect(running().toSorted()).toEqual([0, 1]);
    await finish();
  });

  it("is closed again at once when the canary is refused", async () => {
    const { acceptMany, startedMs, clock, finish, answer, control } =
      await limited();
    const before = await acceptMany(8).then(() => startedMs.length);
    const resetsAt = later(START, 2 * HOUR);
    answer(() => ({ ...LIMITED, resetsAt }));
    await clock.advance(2 * HOUR - 1);
    expect(startedMs).toHaveLength(before + 1);
    const { limit } = await control.limits.read();
    expect(limit).toMatchObject({ refusals: 2, closed: { until: resetsAt } });
    answer(() => undefined);
    await clock.advance(2_000);
    expect(startedMs).toHaveLength(before + 2);
    await finish();
  });

  it("opens step by step on every executor when the canary succeeds", async () => {
    const { acceptMany, clock, finish, answer, running, finishRuns } =
      await limited(6);
    await clock.advance(2_000);
    answer(() => undefined);
    await acceptMany(40);
    await clock.advance(HOUR - 1_000);
    expect(running().toSorted()).toEqual([0, 1]);
    await finishRuns();
    const seen: (readonly number[])[] = [];
    for (let step = 0; step < 4; step += 1) {
      await clock.advance(2_000);
      seen.push(running());
      await clock.advance(RAMP_STEP_MS - 2_000);
    }
    expect(seen).toEqual([
      [1, 1],
      [2, 2],
      [4, 4],
      [6, 6],
    ]);
    await finish();
  });

  it("stays closed when a run that began before it ends well", async () => {
    const some = someExecutors(2);
    const { clock, startedMs, acceptMany, finishRuns, finish } = some;
    await some.start();
    await acceptMany(1);
    some.answer(() => LIMITED);
    await acceptMany(1);
    await clock.advance(5_000);
    some.answer(() => undefined);
    await finishRuns();
    await acceptMany(4);
    await clock.advance(60_000);
    expect(startedMs).toHaveLength(2);
    await finish();
  });

  it("is over for everybody within two seconds when a person opens it", async () => {
    const { acceptMany, clock, finish, answer, running, ...world } =
      await limited();
    await clock.advance(10_000);
    answer(() => undefined);
    await acceptMany(8);
    const resume = resumeQueue({ ...world, ...world.control });
    await resume({ actor: "olga", reason: "bought more", gate: "limit" });
    await clock.advance(2_000);
    expect(running()).toEqual([2, 2]);
    await finish();
  });
});

describe("a rate limit", () => {
  it("is tried after 1, 2, 4 and 8 seconds, by one task each time", async () => {
    const some = someExecutors(2);
    const { clock, startedMs, acceptMany, finish } = some;
    await some.start();
    some.answer(() => REFUSED);
    await some.acceptMany(1);
    await clock.advance(0);
    await acceptMany(20);
    await clock.advance(20_000);
    const tries = startedMs.filter((ms) => ms >= 1_000);
    const gaps = tries.map((ms, index) => ms - (tries[index - 1] ?? 0));
    const waits = [1_000, 2_000, 4_000, 8_000];
    expect(gaps).toHaveLength(waits.length);
    for (const [index, wait] of waits.entries()) {
      // Each executor looks once a second.
      expect(gaps[index]).toBeGreaterThanOrEqual(wait);
      expect(gaps[index]).toBeLessThanOrEqual(wait + 1_000);
    }
    await finish();
  });

  it("that only ends costs nobody an attempt", async () => {
    const some = someExecutors(2);
    const { clock, acceptMany, now, finish, nowMs } = some;
    await some.start();
    some.answer(() => (nowMs() < 60_000 ? REFUSED : {}));
    const tasks = await acceptMany(10);
    await clock.advance(180_000);
    for (const task of tasks)
      expect(now(task)).toMatchObject({ status: "succeeded", failures: 0 });
    await finish();
  });
});

describe("the canary", () => {
  it("whose message is stale gives way to the next", async () => {
    const { clock, queue, answer, acceptMany, startedMs, finish } =
      await limited();
    await clock.advance(HOUR - 10_000);
    const before = startedMs.length;
    for (let garbage = 0; garbage < 3; garbage += 1) queue.putGarbage("urgent");
    await acceptMany(1);
    answer(() => undefined);
    await clock.advance(10_000 + 3_000);
    expect(startedMs).toHaveLength(before + 1);
    expect(queue.left("urgent")).toBe(0);
    await finish();
  });

  it("of an executor that died with it is another's after 30 seconds", async () => {
    // Half a second before the others look.
    const some = await limited(2, later(START, HOUR + 500));
    const { clock, answer, acceptMany, startedMs, finish } = some;
    await clock.advance(HOUR + 500);
    answer(() => undefined);
    await acceptMany(4);
    const before = startedMs.length;
    expect(await aFollower(some).takeCanary()).toBe(true);
    await clock.advance(29_500);
    expect(startedMs).toHaveLength(before);
    await clock.advance(1_500);
    expect(startedMs).toHaveLength(before + 1);
    await finish();
  });

  it.each(["interrupted", "invalid-request", "crashed", "unknown"] as const)(
    "that ends as %s gives way to the next",
    async (outcome) => {
      const some = await limited();
      const { clock, answer, acceptMany, startedMs, finish } = some;
      await clock.advance(HOUR - 2_000);
      const before = startedMs.length;
      answer((index) => (index === before ? { outcome } : undefined));
      await acceptMany(4);
      await clock.advance(5_000);
      expect(startedMs).toHaveLength(before + 2);
      await finish();
    },
  );

  it("that hangs does not keep the others out: one more tries every 30 seconds", async () => {
    const { clock, answer, acceptMany, startedMs, finish } = await limited();
    await clock.advance(HOUR - 2_000);
    const before = startedMs.length;
    answer(() => undefined);
    await acceptMany(6);
    await clock.advance(2_000 + 95_000);
    expect(startedMs).toHaveLength(before + 4);
    await finish();
  });
});

describe("a canary that was let in", () => {
  it("opens the gate while it runs on, and closes it when it is refused after all", async () => {
    const letIn: (() => void)[] = [];
    const cli = memoryCli();
    const { start, finish, accept, clock, journal, control } = anExecutor(
      () => ({
        cli: {
          ...cli,
          run: (request, options) => {
            if (options.onAnswer) letIn.push(options.onAnswer);
            return cli.run(request, options);
          },
        },
      }),
      { ...aWorld(), cli },
    );
    await start();
    for (let task = 0; task < 3; task += 1) await accept();
    await clock.advance(0);
    for (const run of cli.runs) run.finish({ outcome: "rate-limit" });
    await clock.advance(2_000);
    expect(letIn).toHaveLength(3);
    letIn.at(-1)?.();
    await clock.advance(0);
    expect(journal.of("limit-opened")).toHaveLength(1);
    await clock.advance(RAMP_STEP_MS + 1_000);
    expect(cli.runs.filter((run) => !run.isFinished())).toHaveLength(2);
    cli.runs[2]?.finish({ outcome: "rate-limit" });
    await clock.advance(0);
    const { limit } = await control.limits.read();
    expect(limit).toMatchObject({ refusals: 1, closed: {} });
    await finish();
  });
});
