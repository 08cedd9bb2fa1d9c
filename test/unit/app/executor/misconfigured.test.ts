import { describe, expect, it } from "vitest";
import type { Verification } from "../../../../shared/domain/verification.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { memoryCli } from "../../../fakes/memory-cli.ts";
import { aWorld } from "../../../builders/world.ts";
import { anExecutor } from "./an-executor.ts";

const WORKS: Verification = { login: "works" };
const MISCONFIGURED = { outcome: "misconfigured" } as const;

/** An executor whose CLI is verified as `answers` say, one after another; the last one stays. */
function suspected(
  answers: readonly [Verification, ...Verification[]],
  slowMs = 0,
) {
  let verified = 0;
  const world = aWorld();
  const cli = memoryCli({
    verify: () => {
      verified += 1;
      return answers[Math.min(verified, answers.length) - 1] ?? answers[0];
    },
  });
  const verify: typeof cli.verify = async (stop) => {
    await world.clock.sleep(slowMs);
    return cli.verify(stop);
  };
  const executor = anExecutor(() => ({ cli: { ...cli, verify } }), {
    ...world,
    cli,
  });
  return { ...executor, verified: () => verified };
}

describe("a run that found its CLI misconfigured", () => {
  it("has the CLI verified once, however many found the same", async () => {
    const some = suspected([WORKS], 1_000);
    const { start, finish, accept, cli, clock, now, verified, journal } = some;
    await start();
    const tasks = [await accept(), await accept()];
    await clock.advance(0);
    for (const run of cli.runs) run.finish(MISCONFIGURED);
    await clock.advance(1_000);
    expect(verified()).toBe(1);
    expect(journal.of("cli-works")).toHaveLength(1);
    for (const task of tasks)
      expect(now(task)).toMatchObject({ status: "failed", failures: 1 });
    await accept();
    await clock.advance(1_000);
    expect(cli.runs).toHaveLength(3);
    await finish();
  });

  it("has it verified anew when it happens again", async () => {
    const { start, finish, accept, cli, clock, verified } = suspected([WORKS]);
    await start();
    for (let time = 0; time < 2; time += 1) {
      await accept();
      const run = await cli.nextRun();
      run.finish(MISCONFIGURED);
      await clock.advance(0);
    }
    expect(verified()).toBe(2);
    await finish();
  });

  it("takes no work while nothing can be found out by it, says why, and looks again every 30 seconds", async () => {
    const broken = { login: "inconclusive", reason: "no such flag" } as const;
    const some = suspected([broken, broken, WORKS]);
    const { start, finish, accept, cli, clock, control, verified } = some;
    await start();
    await accept();
    const run = await cli.nextRun();
    run.finish(MISCONFIGURED);
    await clock.advance(0);
    await accept();
    await clock.advance(59_000);
    expect([verified(), cli.runs.length]).toEqual([2, 1]);
    expect(await control.executors.seenSince(START)).toMatchObject([
      { problem: "no such flag" },
    ]);
    await clock.advance(1_000);
    expect([verified(), cli.runs.length]).toEqual([3, 2]);
    const [seen] = await control.executors.seenSince(START);
    expect(seen).not.toHaveProperty("problem");
    await clock.advance(120_000);
    expect(verified()).toBe(3);
    await finish();
  });

  it("leaves a login that is lost to the next run, which has people told of it", async () => {
    const lost = { login: "fails", reason: "no login" } as const;
    const some = suspected([lost]);
    const { start, finish, accept, cli, clock, control, now } = some;
    await start();
    await accept();
    const run = await cli.nextRun();
    run.finish(MISCONFIGURED);
    await clock.advance(0);
    const task = await accept();
    const next = await cli.nextRun();
    next.finish({ outcome: "session-expired" });
    await clock.advance(0);
    expect(now(task)).toMatchObject({ status: "blocked", failures: 0 });
    expect((await control.sessions.read()).session.state).toBe("blocked");
    await finish();
  });

  it("can be stopped while it waits to look again", async () => {
    const broken = { login: "inconclusive", reason: "no such flag" } as const;
    const { start, finish, accept, cli, clock, how } = suspected([broken]);
    await start();
    await accept();
    const run = await cli.nextRun();
    run.finish(MISCONFIGURED);
    await clock.advance(1_000);
    await finish();
    expect(how()).toBe("stopped");
  });
});
