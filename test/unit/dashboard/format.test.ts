import { describe, expect, it } from "vitest";
import {
  age,
  count,
  dollars,
  duration,
  moment,
  percent,
  since,
  until,
} from "../../../infra/dashboard/format.ts";

const NOW = Date.parse("2030-01-31T12:00:00Z");

describe("What is not known", () => {
  it("is a dash, never a zero", () => {
    for (const unknown of [undefined, null])
      expect([
        count(unknown),
        percent(unknown),
        dollars(unknown),
        duration(unknown),
        moment(unknown, NOW),
        since(unknown, NOW),
        until(unknown, NOW),
      ]).toEqual(Array(7).fill("–"));
  });
});

it.each([
  [0, "0 ms"],
  [43, "43 ms"],
  [1_234, "1.2 s"],
  [59_999, "59 s"],
  [61_000, "1 min 1 s"],
  [7_500_000, "2 h 5 min"],
  [90_000_000, "1 d 1 h"],
])("%i ms are %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it("numbers are short, and small ones are not nothing", () => {
  expect([0, 0.033, 12.34, 9_999, 1_234_567].map(count)).toEqual([
    "0",
    "0.033",
    "12.3",
    "9,999",
    "1.2M",
  ]);
  expect(percent(0.955)).toBe("95.5 %");
  expect(dollars(0.5)).toBe("$0.50");
});

it("ages and countdowns are whole seconds, and never less than none", () => {
  expect(age(3_900)).toBe("3 s");
  expect(age(-50)).toBe("0 s");
  expect(since("2030-01-31T11:58:00Z", NOW)).toBe("2 min");
  expect(until("2030-01-31T14:00:00Z", NOW)).toBe("2 h");
});

it("a time on another day is shown with its day", () => {
  expect(moment("2030-01-31T12:00:01Z", NOW)).toMatch(/^\d\d:\d\d:\d\d$/);
  expect(moment("2030-02-03T12:00:00Z", NOW)).toMatch(/Feb 2030/);
});
