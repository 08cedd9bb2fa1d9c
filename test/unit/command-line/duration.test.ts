import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatDuration,
  formatMeasured,
  parseDuration,
} from "../../../shared/command-line/duration.ts";

describe("A duration", () => {
  it("is a number and a unit, or several of them", () => {
    expect(parseDuration("250ms")).toBe(250);
    expect(parseDuration("1.5s")).toBe(1_500);
    expect(parseDuration("1h30m")).toBe(5_400_000);
    expect(parseDuration("90d")).toBe(90 * 86_400_000);
  });

  it.for(["", "5", "m", "5 m", "-5m", "5x", "1.m", "5m!"])(
    "is not %j, which is refused with what is right",
    (text) => {
      expect(() => parseDuration(text)).toThrow(
        `\`${text}\` is not a duration; write a number and a unit (ms, s, m, h, d)`,
      );
    },
  );

  it("is shown in its two largest units, so that what is shown differs by less than the smaller one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
        const shown = formatDuration(ms);
        const lost = ms - parseDuration(shown.replaceAll(" ", ""));
        expect(lost).toBeGreaterThanOrEqual(0);
        expect(lost).toBeLessThan(ms < 3_600_000 ? 1_000 : 3_600_000);
        expect(shown.split(" ").length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it.each([
    [0, "0 ms"],
    [162.4, "162 ms"],
    [999.5, "1s"],
    [2_919, "2.9s"],
    [59_949, "59.9s"],
    [59_950, "1m"],
    [65_400, "1m 5s"],
  ])("that was measured, %d ms, is shown to a tenth: %s", (ms, shown) => {
    expect(formatMeasured(ms)).toBe(shown);
  });
});
