import fc from "fast-check";
import { expect, it } from "vitest";
import {
  countRecent,
  happened,
  NEVER,
} from "../../../shared/domain/recent-count.ts";
import { later } from "../../../shared/domain/timing.ts";
import { START } from "../../fakes/memory-clock.ts";

it("nothing has happened at first", () => {
  expect(countRecent(NEVER, START)).toBe(0);
});

it("what happened counts for a minute", () => {
  const once = happened(NEVER, START);
  expect(countRecent(once, later(START, 59_999))).toBe(1);
  expect(countRecent(once, later(START, 60_000))).toBe(0);
});

it("any times are counted as often as they lie within the minute, by at most sixty numbers", () => {
  const gaps = fc.array(fc.nat(20_000), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, (all) => {
      let recent = NEVER;
      let now = START;
      const times = all.map((gap) => (now = later(now, gap)));
      for (const time of times) recent = happened(recent, time);
      const since = Math.floor(now.getTime() / 1_000) - 60;
      const within = times.filter(
        (time) => Math.floor(time.getTime() / 1_000) > since,
      );
      expect(countRecent(recent, now)).toBe(within.length);
      expect(recent.size).toBeLessThanOrEqual(60);
    }),
  );
});
