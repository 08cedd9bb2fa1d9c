import { expect, it } from "vitest";
import {
  due,
  PATHS,
  staleAfterMs,
  TICK_MS,
} from "../../../infra/dashboard/feeds.ts";
import type { Name } from "../../../infra/dashboard/answers.ts";

const names = Object.keys(PATHS) as Name[];
const ticks = Array.from({ length: 60 }, (_, tick) => due(tick));

it("everything is asked at first, and at most six things at each tick after", () => {
  expect(ticks[0]?.toSorted()).toEqual(names.toSorted());
  for (const asked of ticks.slice(1)) expect(asked).toHaveLength(6);
});

it.each(names)("%s is asked again before it counts as stale", (name) => {
  const asked = ticks.flatMap((each, tick) =>
    each.includes(name) ? [tick] : [],
  );
  const gaps = asked.slice(1).map((tick, at) => tick - (asked[at] ?? 0));
  expect(Math.max(...gaps) * TICK_MS).toBeLessThan(staleAfterMs(name) - 1_000);
});

it("what waits and runs is at most five seconds old when it is asked anew", () => {
  expect(TICK_MS).toBeLessThan(5_000);
  for (const asked of ticks)
    expect(asked).toEqual(
      expect.arrayContaining(["status", "running", "usage", "failures"]),
    );
});
