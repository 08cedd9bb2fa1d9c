import { describe, expect, it } from "vitest";
import { showTask } from "../../../shared/app/show-task.ts";
import type { ClosedGate } from "../../../shared/domain/gate.ts";
import { STATUSES } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const UNTIL = later(START, 60_000);
const LIMIT: ClosedGate = {
  name: "limit",
  reason: "usage-limit",
  actor: "ccsp",
  since: START,
  until: UNTIL,
};
const WAITING = ["queued", "scheduled"] as const;
const OTHERS = STATUSES.filter(
  (status) => status !== "queued" && status !== "scheduled",
);

async function aShow(...gates: readonly ClosedGate[]) {
  const { control, clock } = aWorld();
  for (const gate of gates) await control.gates.close(gate);
  let asked = 0;
  const show = showTask({
    clock,
    closedGates: () => {
      asked += 1;
      return control.gates.closedGates();
    },
  });
  return { show, clock, asked: () => asked };
}

describe("a shown task", () => {
  it("that nothing holds says when it was expected to start, until then", async () => {
    const { show, clock } = await aShow();
    const task = aTask({ predictedStartAt: UNTIL });
    expect(await show({ task })).toEqual({ task, startsAt: UNTIL });
    await clock.advance(60_000);
    expect(await show({ task })).toEqual({ task });
  });

  it("of a class that is held back says until when, and of the others nothing", async () => {
    const { show } = await aShow({ ...LIMIT, name: "load", holds: ["low"] });
    const low = aTask({ queueClass: "low" });
    expect((await show({ task: low })).startsAt).toEqual(UNTIL);
    const task = aTask({ queueClass: "high" });
    expect(await show({ task })).toEqual({ task });
  });

  it.each(WAITING)("that is %s says what it waits for", async (status) => {
    const { show } = await aShow(LIMIT);
    const task = aTask({ status });
    expect(await show({ task, metadata: { a: 1 }, result: "r" })).toMatchObject(
      {
        task: { id: task.id, error: { code: "usage-limit", unlockAt: UNTIL } },
        startsAt: UNTIL,
        metadata: { a: 1 },
        result: "r",
      },
    );
  });

  it.each(OTHERS)(
    "that is %s is as it is, and no gate is asked",
    async (status) => {
      const { show, asked } = await aShow(LIMIT);
      const whole = { task: aTask({ status }) };
      expect(await show(whole)).toBe(whole);
      expect(asked()).toBe(0);
    },
  );

  it("waits for nothing when the limit's time is over", async () => {
    const { show, clock } = await aShow(LIMIT);
    await clock.advance(60_000);
    const task = aTask();
    expect(await show({ task })).toEqual({ task });
  });

  it("waits for the stronger gate", async () => {
    const until = later(START, 1_000);
    const { show } = await aShow(LIMIT, { ...LIMIT, name: "paused", until });
    const task = aTask();
    expect(await show({ task })).toEqual({ task, startsAt: until });
  });
});
