import { describe, expect, it } from "vitest";
import { changeSignal } from "../../../../shared/app/executor/change-signal.ts";
import { createSlots } from "../../../../shared/app/executor/slots.ts";
import { settled } from "../../../fakes/memory-clock.ts";

describe("the slots", () => {
  it("are taken one by one and free again when they are given back", () => {
    const slots = createSlots(2);
    expect([slots.size(), slots.taken(), slots.hasFree()]).toEqual([
      2,
      0,
      true,
    ]);
    const taken = [slots.take(), slots.take(), slots.take()];
    expect(taken).toEqual([0, 1, undefined]);
    expect([slots.taken(), slots.hasFree()]).toEqual([2, false]);
    slots.free(0);
    slots.free(0);
    expect([slots.taken(), slots.hasFree()]).toEqual([1, true]);
    expect([slots.take(), slots.take()]).toEqual([0, undefined]);
  });

  it("become more at once, and fewer as they are given back", () => {
    const slots = createSlots(1);
    slots.take();
    slots.resize(4);
    expect([slots.take(), slots.take(), slots.take()]).toEqual([1, 2, 3]);
    slots.resize(2);
    expect([slots.size(), slots.taken()]).toEqual([2, 4]);
    slots.free(0);
    slots.free(1);
    expect([slots.hasFree(), slots.take()]).toEqual([false, undefined]);
    slots.free(3);
    // Slot 2 is still taken: of the numbers that are free, the lowest.
    expect([slots.take(), slots.take()]).toEqual([0, undefined]);
    slots.free(2);
    expect(slots.take()).toBe(1);
  });
});

describe("a change", () => {
  it("wakes all that waited for it, and nobody who comes later", async () => {
    const changed = changeSignal();
    const woken: string[] = [];
    const wait = async (name: string) => {
      await changed.next();
      woken.push(name);
    };
    const first = [wait("a"), wait("b")];
    await settled();
    expect(woken).toEqual([]);
    changed.notify();
    const second = wait("c");
    await Promise.all(first);
    expect(woken).toEqual(["a", "b"]);
    changed.notify();
    await second;
    expect(woken).toEqual(["a", "b", "c"]);
  });
});
