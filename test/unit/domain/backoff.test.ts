import { assert, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, MAX_BACKOFF_MS } from "../../../shared/domain/backoff.ts";

const failures = integer({ min: 1, max: 10_000 });
const random = double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the back-off", () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 16_000],
    [6, 32_000],
    [7, 64_000],
    [8, 128_000],
    [9, 256_000],
    [10, 300_000],
    [11, 300_000],
    [5_000, 300_000],
  ])("after failure %d is %d ms without jitter", (n, ms) => {
    expect(backoffMs(n, 0)).toBe(ms);
  });

  it("has up to a tenth of jitter", () => {
    expect(backoffMs(1, 0.5)).toBe(1_050);
    expect(backoffMs(9, 0.999)).toBe(281_574);
  });

  it("never exceeds the cap, with jitter neither", () => {
    assert(
      property(failures, random, (n, chance) => {
        expect(backoffMs(n, chance)).toBeLessThanOrEqual(MAX_BACKOFF_MS);
      }),
    );
    expect(backoffMs(10, 0.999)).toBe(MAX_BACKOFF_MS);
  });

  it("has its jitter on top only, and at most a tenth", () => {
    assert(
      property(failures, random, (n, chance) => {
        const bare = backoffMs(n, 0);
        const jitter = backoffMs(n, chance) - bare;
        expect(jitter).toBeGreaterThanOrEqual(0);
        expect(jitter).toBeLessThanOrEqual(bare / 10);
      }),
    );
  });
});
