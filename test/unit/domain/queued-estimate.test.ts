import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countBegun,
  countEnded,
  isFull,
  isSurelyFull,
  letIn,
  needsCount,
  type QueuedEstimate,
  settled,
  UNCOUNTED,
} from "../../../shared/domain/queued-estimate.ts";
import { later } from "../../../shared/domain/timing.ts";
import { START } from "../../fakes/memory-clock.ts";

const counted = (waiting: number, cap: number): QueuedEstimate =>
  countEnded(countBegun(UNCOUNTED), { waiting, upTo: cap, begunAt: START });

const times = (
  count: number,
  step: (estimate: QueuedEstimate) => QueuedEstimate,
  estimate: QueuedEstimate,
): QueuedEstimate =>
  count === 0 ? estimate : times(count - 1, step, step(estimate));

describe("a count is needed", () => {
  it("when there is none yet", () => {
    expect(needsCount(UNCOUNTED, 10, START)).toBe(true);
    expect(isFull(UNCOUNTED, 1)).toBe(false);
  });

  it.each([
    ["with room, after ten seconds", 100, 9_999, 10_000],
    ["with less than a tenth left, after two", 901, 1_999, 2_000],
  ])("%s", (_, waiting, before, after) => {
    const estimate = counted(waiting, 1_000);
    expect(needsCount(estimate, 1_000, later(START, before))).toBe(false);
    expect(needsCount(estimate, 1_000, later(START, after))).toBe(true);
  });

  it("when more than half of the headroom was let in since", () => {
    const half = times(100, letIn, counted(800, 1_000));
    expect(needsCount(half, 1_000, START)).toBe(false);
    expect(needsCount(letIn(half), 1_000, START)).toBe(true);
  });

  it("when the cap was raised above where the last one stopped", () => {
    const estimate = counted(10, 10);
    expect(needsCount(estimate, 11, START)).toBe(true);
    expect(needsCount(estimate, 9, START)).toBe(false);
  });
});

describe("an estimate", () => {
  it("adds to a count what was not written when it began", () => {
    const before = times(3, letIn, counted(0, 10));
    const begun = countBegun(settled(before, true));
    const count = { waiting: 1, upTo: 10, begunAt: START };
    const after = countEnded(letIn(begun), count);
    // One was counted; two were under way, one came since.
    expect(isFull(after, 4)).toBe(true);
    expect(isFull(after, 5)).toBe(false);
  });

  it("gives back the place of what was never written, also during a count", () => {
    const begun = countBegun(times(2, letIn, counted(0, 10)));
    const count = { waiting: 0, upTo: 10, begunAt: START };
    const after = countEnded(settled(begun, false), count);
    expect(isFull(after, 2)).toBe(false);
    expect(isFull(after, 1)).toBe(true);
  });

  it("is sure when nothing was under way during its count, or when that alone finds it full", () => {
    const unsure = (waiting: number) =>
      countEnded(countBegun(times(3, letIn, counted(0, 10))), {
        waiting,
        upTo: 10,
        begunAt: START,
      });
    expect(isFull(unsure(7), 10)).toBe(true);
    expect(isSurelyFull(unsure(7), 10)).toBe(false);
    expect(isSurelyFull(unsure(10), 10)).toBe(true);
    expect(isSurelyFull(times(3, letIn, counted(7, 10)), 10)).toBe(true);
    expect(isSurelyFull(UNCOUNTED, 1)).toBe(false);
  });

  /** What happens, in any order. A count finds all that was written before it began, and any of the rest. */
  const events = fc.array(
    fc.constantFrom(
      ...(["arrive", "arrive", "write", "fail", "leave"] as const),
      ...(["begin", "end with least", "end with most"] as const),
    ),
    { maxLength: 300 },
  );

  /** The world beside what the process knows of it. */
  interface World {
    readonly estimate: QueuedEstimate;
    readonly waiting: number;
    /** The least and the most that the count under way can find. */
    readonly finds?: readonly [number, number];
    /** How many have left: in all, when the last count began, and the last that ended. */
    readonly left: number;
    readonly leftAtBegin: number;
    readonly leftAtCount: number;
  }

  function after(world: World, event: string, cap: number): World {
    const { estimate, waiting, finds } = world;
    const { inFlight } = estimate;
    switch (event) {
      case "arrive":
        return isFull(estimate, cap)
          ? world
          : { ...world, estimate: letIn(estimate) };
      case "write": {
        if (inFlight === 0) return world;
        const [least, most] = finds ?? [0, 0];
        const written = {
          estimate: settled(estimate, true),
          waiting: waiting + 1,
        };
        return {
          ...world,
          ...written,
          ...(finds && { finds: [least, most + 1] }),
        };
      }
      case "fail":
        return inFlight === 0
          ? world
          : { ...world, estimate: settled(estimate, false) };
      case "leave": {
        if (waiting === 0) return world;
        const [least, most] = finds ?? [0, 0];
        const gone = { waiting: waiting - 1, left: world.left + 1 };
        return {
          ...world,
          ...gone,
          ...(finds && { finds: [Math.max(0, least - 1), most] }),
        };
      }
      case "begin":
        return {
          ...world,
          estimate: countBegun(estimate),
          finds: [waiting, waiting],
          leftAtBegin: world.left,
        };
      default: {
        if (!finds) return world;
        const { finds: _, ...rest } = world;
        const found = finds[event === "end with least" ? 0 : 1];
        const count = { waiting: found, upTo: cap, begunAt: START };
        const leftAtCount = world.leftAtBegin;
        return { ...rest, estimate: countEnded(estimate, count), leftAtCount };
      }
    }
  }

  const inAnyCase = (
    check: (world: World, cap: number, there: number) => void,
  ) =>
    fc.assert(
      fc.property(
        events,
        fc.integer({ min: 1, max: 12 }),
        fc.nat(12),
        (all, cap, there) => {
          let world: World = {
            estimate: counted(there, cap),
            waiting: there,
            left: 0,
            leftAtBegin: 0,
            leftAtCount: 0,
          };
          for (const event of all) {
            world = after(world, event, cap);
            check(world, cap, there);
          }
        },
      ),
      { numRuns: 1_000 },
    );

  it("never lets in more than the cap, however counts and writes fall", () => {
    inAnyCase(({ waiting, estimate }, cap, there) => {
      const most = Math.max(cap, there);
      expect(waiting + estimate.inFlight).toBeLessThanOrEqual(most);
    });
  });

  it("is never sure of a cap that is not reached, unless something has left since", () => {
    inAnyCase(({ waiting, estimate, left, leftAtCount }, cap) => {
      if (left > leftAtCount || !isSurelyFull(estimate, cap)) return;
      expect(waiting + estimate.inFlight).toBeGreaterThanOrEqual(cap);
    });
  });
});
