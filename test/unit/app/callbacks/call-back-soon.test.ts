import { describe, expect, it } from "vitest";
import { callBackSoon } from "../../../../shared/app/callbacks/call-back-soon.ts";
import { aTask } from "../../../builders/task.ts";
import { settled } from "../../../fakes/memory-clock.ts";
import { aCallbackWorld } from "./a-callback-world.ts";

describe("a task that ends here", () => {
  it("is told of at once", async () => {
    const world = aCallbackWorld();
    const task = await world.ended();
    callBackSoon(world)(task);
    await settled();
    expect(world.sender.posted).toHaveLength(1);
  });

  it("is told of by nobody when it names no URL", async () => {
    const world = aCallbackWorld();
    let asked = 0;
    const deliver = async () => {
      asked += 1;
      return true;
    };
    callBackSoon({ ...world, deliver })(aTask({ status: "failed" }));
    await settled();
    expect(asked).toBe(0);
  });

  it("does not hold up anybody when it cannot be told of", async () => {
    const { store, journal, deliver, ended } = aCallbackWorld();
    const task = await ended();
    store.failing.add("noteCallback");
    callBackSoon({ deliver, journal })(task);
    await settled();
    expect(journal.of("callback-not-tried")).toMatchObject([
      { level: "warn", taskId: task.id },
    ]);
  });

  it("is left to the clock while fifty others hang", async () => {
    const { journal, ended } = aCallbackWorld();
    const hanging: (() => void)[] = [];
    const soon = callBackSoon({
      journal,
      deliver: () =>
        new Promise((resolve) => {
          hanging.push(() => {
            resolve(true);
          });
        }),
    });
    const task = await ended();
    for (let each = 0; each < 60; each += 1) soon(task);
    expect(hanging).toHaveLength(50);
    hanging[0]?.();
    await settled();
    soon(task);
    expect(hanging).toHaveLength(51);
  });
});
