import { describe, expect, it } from "vitest";
import {
  refundLate,
  refundOutage,
} from "../../../../shared/app/executor/refund-outage.ts";
import {
  type AccountLimit,
  UNLIMITED,
} from "../../../../shared/domain/account-limit.ts";
import type { Attempt, Task } from "../../../../shared/domain/task.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aContent, aTask } from "../../../builders/task.ts";
import { aWorld } from "../../../builders/world.ts";
import { START } from "../../../fakes/memory-clock.ts";

const attempt = (outcome: Attempt["outcome"], ms: number): Attempt => ({
  outcome,
  at: later(START, ms),
});
/** Crashed by its own fault, then met the outage. */
const paid = (fields: Partial<Task> = {}): Task =>
  aTask({
    failures: 2,
    history: [attempt("crashed", -60_000), attempt("unavailable", 1)],
    ...fields,
  });
const GIVEN_BACK = { failures: 1, history: [attempt("crashed", -60_000)] };

const outageOf = (...tasks: readonly Task[]): AccountLimit => ({
  ...UNLIMITED,
  refusals: 1,
  unavailable: tasks.map(({ id }) => ({ taskId: id, at: START })),
  closed: { reason: "outage", since: START, until: later(START, 1_000) },
});

async function aStore(...tasks: readonly Task[]) {
  const world = aWorld();
  for (const task of tasks) await world.store.create(task, aContent());
  return world;
}

describe("an outage that becomes known", () => {
  it("gives back what it cost others, and leaves its discoverer alone", async () => {
    const [one, other, discoverer] = [paid(), paid(), paid()];
    const { now, ...deps } = await aStore(one, other, discoverer);
    const after = outageOf(one, one, other, discoverer);
    await refundOutage(deps, { before: UNLIMITED, after }, discoverer.id);
    expect(now(one)).toEqual({ ...one, ...GIVEN_BACK, fence: 1 });
    expect(now(other)).toEqual({ ...other, ...GIVEN_BACK, fence: 1 });
    expect(now(discoverer)).toEqual(discoverer);
  });

  it("gives nothing back twice", async () => {
    const [one, discoverer] = [paid(), paid()];
    const { now, ...deps } = await aStore(one, discoverer);
    const after = outageOf(one, discoverer);
    const account = { refresh: () => Promise.resolve(after) };
    await refundOutage(deps, { before: UNLIMITED, after }, discoverer.id);
    await refundLate({ ...deps, account }, one.id);
    expect(now(one)).toMatchObject({ ...GIVEN_BACK, fence: 1 });
  });

  it.each(["running", "blocked", "succeeded", "failed", "cancelled"] as const)(
    "leaves a task alone that is %s",
    async (status) => {
      const [one, discoverer] = [paid({ status }), paid()];
      const { now, ...deps } = await aStore(one, discoverer);
      const after = outageOf(one, discoverer);
      await refundOutage(deps, { before: UNLIMITED, after }, discoverer.id);
      expect(now(one)).toEqual(one);
    },
  );

  it("leaves a task alone that spent nothing on it", async () => {
    const history = [attempt("unavailable", -1), attempt("crashed", 1)];
    const [one, discoverer] = [aTask({ failures: 2, history }), paid()];
    const { now, ...deps } = await aStore(one, discoverer);
    const after = outageOf(one, aTask(), discoverer);
    await refundOutage(deps, { before: UNLIMITED, after }, discoverer.id);
    expect(now(one)).toEqual(one);
  });

  it("is no outage when something else closed it, or nothing", async () => {
    const [one, discoverer] = [paid(), paid()];
    const { now, ...deps } = await aStore(one, discoverer);
    const outage = outageOf(one, discoverer);
    const { closed: _, ...open } = outage;
    for (const change of [
      { before: outage, after: outage },
      { before: UNLIMITED, after: open },
    ])
      await refundOutage(deps, change, discoverer.id);
    const account = { refresh: () => Promise.resolve(open) };
    await refundLate({ ...deps, account }, one.id);
    expect(now(one)).toEqual(one);
  });

  it("goes on when the store does not answer for one of them, and says so", async () => {
    const [one, other, discoverer] = [paid(), paid(), paid()];
    const { now, store, ...deps } = await aStore(one, other, discoverer);
    const read: typeof store.read = async (id) => {
      if (id === one.id) throw new Error("away");
      return store.read(id);
    };
    const failing = { ...deps, store: { ...store, read } };
    const after = outageOf(one, other, discoverer);
    await refundOutage(failing, { before: UNLIMITED, after }, discoverer.id);
    expect(now(other)).toMatchObject(GIVEN_BACK);
    expect(deps.journal.of("not-refunded")).toMatchObject([
      { level: "warn", taskId: one.id },
    ]);
  });
});

describe("a run that was recorded after the outage became known", () => {
  it("is given back by its own executor", async () => {
    const one = paid();
    const { now, ...deps } = await aStore(one);
    const account = { refresh: () => Promise.resolve(outageOf(one)) };
    await refundLate({ ...deps, account }, one.id);
    expect(now(one)).toMatchObject({ ...GIVEN_BACK, fence: 1 });
  });

  it("keeps its count when nobody can say whether there was one", async () => {
    const one = paid();
    const { now, ...deps } = await aStore(one);
    const account = { refresh: () => Promise.reject(new Error("away")) };
    await refundLate({ ...deps, account }, one.id);
    expect(now(one)).toEqual(one);
    expect(deps.journal.of("not-refunded")).toHaveLength(1);
  });
});
