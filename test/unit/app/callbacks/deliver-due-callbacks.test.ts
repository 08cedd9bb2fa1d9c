import { describe, expect, it } from "vitest";
import { deliverDueCallbacks } from "../../../../shared/app/callbacks/deliver-due-callbacks.ts";
import { aContent, aTask } from "../../../builders/task.ts";
import { aCallbackWorld, callbackUrl } from "./a-callback-world.ts";

function aClockedWorld() {
  const world = aCallbackWorld();
  return { ...world, deliverDue: deliverDueCallbacks(world) };
}

describe("each minute", () => {
  it("what is due is tried, however much it is", async () => {
    const { deliverDue, ended, sender, accept } = aClockedWorld();
    await accept();
    const tasks = await Promise.all(
      Array.from({ length: 1_000 }, () => ended()),
    );
    expect(await deliverDue(50_000)).toEqual({ callbacksTried: 1_000 });
    expect(new Set(sender.posted.map(({ id }) => id))).toEqual(
      new Set(tasks.map(({ callback }) => callback?.id)),
    );
    expect(await deliverDue(50_000)).toEqual({ callbacksTried: 0 });
  });

  it("what is not due is left alone", async () => {
    const { deliverDue, ended, sender, clock } = aClockedWorld();
    sender.ends.push({ kind: "answered", status: 500 });
    await ended();
    expect(await deliverDue(50_000)).toEqual({ callbacksTried: 1 });
    await clock.advance(4_999);
    expect(await deliverDue(50_000)).toEqual({ callbacksTried: 0 });
    await clock.advance(1);
    expect(await deliverDue(50_000)).toEqual({ callbacksTried: 1 });
    expect(sender.posted).toHaveLength(2);
  });

  it("no try is begun once the time is over", async () => {
    const { deliverDue, ended, sender } = aClockedWorld();
    await ended();
    expect(await deliverDue(0)).toEqual({ callbacksTried: 0 });
    expect(sender.posted).toEqual([]);
  });

  it("what cannot be dealt with does not hold up the rest, and is told", async () => {
    const world = aClockedWorld();
    const broken = await world.ended();
    await world.ended();
    const unreadable = new Error("what is this?");
    const deliverDue = deliverDueCallbacks({
      ...world,
      store: {
        dueCallbacks: async (...page) => ({
          ...(await world.store.dueCallbacks(...page)),
          unreadable: [unreadable],
        }),
      },
      deliver: async (task) => {
        if (task.id === broken.id) throw new Error("no store");
        return world.deliver(task);
      },
    });
    await expect(deliverDue(50_000)).rejects.toMatchObject({
      message: "2 callbacks could not be dealt with; 1 were tried",
      errors: [unreadable, new Error("no store")],
    });
    expect(world.sender.posted).toHaveLength(1);
  });

  it("unfinished tasks are none of its business", async () => {
    const { deliverDue, store, clock } = aClockedWorld();
    await store.create(aTask({ callbackUrl }), aContent());
    await clock.advance(600_000);
    expect(await deliverDue(50_000)).toEqual({ callbacksTried: 0 });
  });
});
