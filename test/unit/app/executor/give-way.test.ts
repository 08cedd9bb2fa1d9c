/** Executors of two versions, as a deployment has them side by side. */
import { describe, expect, it } from "vitest";
import { later } from "../../../../shared/domain/timing.ts";
import type { ExecutorSighting } from "../../../../shared/ports/control-store.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { anExecutor } from "./an-executor.ts";

const LOOK_MS = 20_000;
const newer = (
  lastSeenAt: Date,
  fields: Partial<ExecutorSighting> = {},
): ExecutorSighting => ({
  id: "e-2",
  version: "2.0.0",
  startedAt: later(START, 1),
  slots: 2,
  running: 0,
  lastSeenAt,
  ...fields,
});
const sightingOf = async (
  { control }: ReturnType<typeof anExecutor>,
  id: string,
) => (await control.executors.seenSince(START)).find((each) => each.id === id);

describe("an executor that sees a newer version at work", () => {
  it("ends what it runs, takes nothing more, and says why", async () => {
    const old = anExecutor();
    const { start, accept, clock, cli, now, control, finish } = old;
    await start();
    const first = await accept();
    const run = await cli.nextRun();
    await control.executors.note(newer(clock.now()));
    await clock.advance(LOOK_MS);
    const second = await accept({ notBefore: clock.now() });
    run.finish();
    await clock.advance(1_000);
    expect(now(first).status).toBe("succeeded");
    expect(now(second).status).toBe("queued");
    expect(await sightingOf(old, "e-1")).toMatchObject({
      problem: "an executor of version 2.0.0 has taken over",
    });
    await finish();
  });

  it("works again when that is seen no more", async () => {
    const { start, accept, clock, cli, journal, control, finish } =
      anExecutor();
    await start();
    await control.executors.note(newer(clock.now()));
    await clock.advance(LOOK_MS);
    await accept({ notBefore: clock.now() });
    await clock.advance(LOOK_MS);
    expect(cli.runs).toEqual([]);
    await clock.advance(3 * LOOK_MS);
    (await cli.nextRun()).finish();
    expect(journal.of("gives-way")).toMatchObject([{ to: "e-2" }]);
    expect(journal.of("works-again")).toHaveLength(1);
    await finish();
  });

  it.each<[string, Partial<ExecutorSighting>]>([
    ["takes no work itself", { problem: "no CLI" }],
    ["was started before", { startedAt: later(START, -1) }],
    ["is of the same version", { version: "1.2.3" }],
  ])("goes on when that %s", async (_, fields) => {
    const { start, accept, clock, cli, control, finish } = anExecutor();
    await start();
    await control.executors.note(newer(clock.now(), fields));
    await clock.advance(LOOK_MS);
    await accept({ notBefore: clock.now() });
    (await cli.nextRun()).finish();
    await finish();
  });

  it("goes on when it is of before versions were said", async () => {
    const { start, accept, clock, cli, control, finish } = anExecutor();
    await start();
    const { version: _, startedAt: __, ...rest } = newer(clock.now());
    await control.executors.note(rest);
    await clock.advance(LOOK_MS);
    await accept({ notBefore: clock.now() });
    (await cli.nextRun()).finish();
    await finish();
  });

  it("goes on while the table cannot be asked", async () => {
    const { start, accept, clock, cli, journal, control, finish } =
      anExecutor();
    await start();
    control.failing.add("seenSince");
    await clock.advance(LOOK_MS);
    expect(journal.of("not-looked")).not.toHaveLength(0);
    control.failing.clear();
    await accept({ notBefore: clock.now() });
    (await cli.nextRun()).finish();
    await finish();
  });
});
