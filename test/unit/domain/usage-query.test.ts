import { describe, expect, it } from "vitest";
import { later } from "../../../shared/domain/timing.ts";
import {
  rangeOf,
  usageWishProblem,
} from "../../../shared/domain/usage-query.ts";
import { START as NOW } from "../../fakes/memory-clock.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The present moment is within. */
const NOW_TOO = later(NOW, 1);
const ago = (ms: number): Date => later(NOW, -ms);

describe("the time that is asked for", () => {
  it("is the last hour when nobody says", () => {
    expect(rangeOf({}, NOW)).toEqual({ from: ago(HOUR), to: NOW_TOO });
  });

  it("is the hour before its end, or all since its beginning", () => {
    const to = ago(5 * HOUR);
    expect(rangeOf({ to }, NOW)).toEqual({ from: ago(6 * HOUR), to });
    const from = ago(2 * HOUR);
    expect(rangeOf({ from }, NOW)).toEqual({ from, to: NOW_TOO });
  });

  it("never goes beyond the present", () => {
    expect(rangeOf({ to: later(NOW, DAY) }, NOW).to).toEqual(NOW_TOO);
  });
});

describe("a time that nothing can be told of", () => {
  it.each([
    [{ from: ago(1), to: ago(2) }, "from", /before to/],
    [{ from: ago(1), to: ago(1) }, "from", /before to/],
    [{ from: later(NOW, 1) }, "from", /in the past/],
    [{ from: NOW, to: later(NOW, 1) }, "from", /in the past/],
    [{ from: ago(36 * DAY) }, "from", /35 days ago/],
    [{ to: ago(36 * DAY) }, "to", /35 days ago/],
    [{ from: ago(2 * DAY), period: "minute" }, "period", /2881 points/],
  ] as const)("%o is told by its field", (wish, field, message) => {
    expect(usageWishProblem(wish, NOW)).toEqual({
      field,
      message: expect.stringMatching(message),
    });
  });

  it.each([
    {},
    { from: ago(35 * DAY) },
    { from: ago(35 * DAY), period: "hour" },
    { from: ago(DAY), period: "minute" },
  ] as const)("%o is none", (wish) => {
    expect(usageWishProblem(wish, NOW)).toBeUndefined();
  });
});
