import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countBegun,
  countEnded,
  isFull,
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

  /** What happens, in any order: the world beside what the process knows of it. */
  const events = fc.array(
    fc.constantFrom(
      ...(["arrive", "arrive", "write", "fail", "leave"] as const),
      ...(["begin", "end"] as const),
    ),
    { maxLength: 300 },
  );

  it("never lets in more than the cap, however counts and writes fall", () => {
    fc.assert(
      fc.property(
        events,
        fc.integer({ min: 1, max: 12 }),
        fc.nat(12),
        (all, cap, there) => {
          let estimate = counted(there, cap);
          /** Waiting in the table, of those that may also have left again. */
          let waiting = there;
          let seenByCount: number | undefined;
          for (const event of all) {
            if (event === "arrive" && !isFull(estimate, cap))
              estimate = letIn(estimate);
            if (event === "write" && estimate.inFlight > 0) {
              estimate = settled(estimate, true);
              waiting += 1;
            }
            if (event === "fail" && estimate.inFlight > 0)
              estimate = settled(estimate, false);
            if (event === "leave" && waiting > 0) {
              waiting -= 1;
              if (seenByCount !== undefined)
                seenByCount = Math.min(seenByCount, waiting);
            }
            if (event === "begin") {
              estimate = countBegun(estimate);
              seenByCount = waiting;
            }
            if (event === "end" && seenByCount !== undefined) {
              // The least that a count begun then can have found.
              const count = { waiting: seenByCount, upTo: cap, begunAt: START };
              estimate = countEnded(estimate, count);
              seenByCount = undefined;
            }
            const most = Math.max(cap, there);
            expect(waiting + estimate.inFlight).toBeLessThanOrEqual(most);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
