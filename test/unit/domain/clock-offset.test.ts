import { array, assert, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  correctOffsetMs,
  type DatedAnswer,
} from "../../../shared/domain/clock-offset.ts";

/** One call: when it was made by the true time, and how long the two ways took. */
interface Call {
  readonly atMs: number;
  readonly thereMs: number;
  readonly backMs: number;
}

const NOW = Date.parse("2030-01-01T00:00:00Z");

/** What a clock sees that is `behindMs` behind the table's. */
function seenBy(behindMs: number, call: Call): DatedAnswer {
  const sent = NOW + call.atMs;
  const served = sent + call.thereMs;
  return {
    sentAtMs: sent - behindMs,
    serverDateMs: Math.floor(served / 1_000) * 1_000,
    receivedAtMs: served + call.backMs - behindMs,
  };
}

const call = record({
  atMs: integer({ min: 0, max: 3_600_000 }),
  thereMs: integer({ min: 0, max: 2_000 }),
  backMs: integer({ min: 0, max: 2_000 }),
});
const calls = array(call, { minLength: 1, maxLength: 50 });
const anyError = integer({ min: -86_400_000, max: 86_400_000 });

const learned = (behindMs: number, made: readonly Call[]): number =>
  made.reduce(
    (offset, each) => correctOffsetMs(offset, seenBy(behindMs, each)),
    0,
  );

describe("the clock's offset", () => {
  it("stays 0 for a clock that is right", () => {
    assert(
      property(calls, (made) => {
        expect(learned(0, made)).toBe(0);
      }),
    );
  });

  it("comes nearer to the truth with each answer, and never passes it", () => {
    assert(
      property(anyError, calls, (behindMs, made) => {
        let offset = 0;
        for (const each of made) {
          const error = Math.abs(behindMs - offset);
          offset = correctOffsetMs(offset, seenBy(behindMs, each));
          expect(Math.abs(behindMs - offset)).toBeLessThanOrEqual(error);
          // Still on the side from which it came.
          expect(Math.sign(behindMs - offset) * Math.sign(behindMs)).not.toBe(
            -1,
          );
        }
      }),
    );
  });

  it("is within a second and the way of one answer at once", () => {
    assert(
      property(anyError, call, (behindMs, made) => {
        const error = Math.abs(learned(behindMs, [made]) - behindMs);
        expect(error).toBeLessThanOrEqual(1_000 + made.thereMs + made.backMs);
      }),
    );
  });

  it.each([300_000, -300_000])(
    "of a clock that is wrong by %d ms is right within a second after a few answers",
    (behindMs) => {
      const quick = [100, 430, 760, 1_090].map((atMs) => ({
        atMs,
        thereMs: 10,
        backMs: 10,
      }));
      const error = Math.abs(learned(behindMs, quick) - behindMs);
      expect(error).toBeLessThan(1_000);
    },
  );

  it("follows a clock that is set right meanwhile", () => {
    const at = { atMs: 500, thereMs: 5, backMs: 5 };
    const slow = correctOffsetMs(0, seenBy(300_000, at));
    expect(slow).toBeGreaterThan(298_000);
    expect(Math.abs(correctOffsetMs(slow, seenBy(0, at)))).toBeLessThan(1_000);
  });
});
