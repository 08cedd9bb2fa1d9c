import { expect, it } from "vitest";
import {
  due,
  PATHS,
  STALE_AFTER_MS,
  TICK_MS,
} from "../../../infra/dashboard/feeds.ts";
import type { Name } from "../../../infra/dashboard/answers.ts";

const names = Object.keys(PATHS) as Name[];
const ticks = Array.from({ length: 60 }, (_, tick) => due(tick));

it("everything is asked at first, and at most five things at each tick after", () => {
  expect(ticks[0]?.toSorted()).toEqual(names.toSorted());
  for (const asked of ticks.slice(1))
    expect(asked.length).toBeLessThanOrEqual(5);
});

it.each(names)(
  "%s is at most five seconds old when it is asked anew",
  (name) => {
    const asked = ticks.flatMap((each, tick) =>
      each.includes(name) ? [tick] : [],
    );
    const gaps = asked.slice(1).map((tick, at) => tick - (asked[at] ?? 0));
    expect(Math.max(...gaps) * TICK_MS).toBeLessThan(5_000);
    expect(Math.max(...gaps) * TICK_MS * 2).toBeLessThan(STALE_AFTER_MS);
  },
);
