/** What was measured now and then, as one value for each minute until now. */
import type { Point } from "./statistics.ts";

/** What was measured before says nothing of what is to come. */
const LONGEST = 120;

/**
 * What nobody told is as it was told last. What was told within the last minute is so now.
 *
 * @param points the first first, at minutes from now
 */
export function everyMinute(points: readonly Point[]): readonly number[] {
  const newest = points.at(-1)?.[0] ?? 0;
  const untold = Math.max(0, Math.ceil(-newest) - 1);
  const byAge = new Map(
    points.map(([x, y]) => [untold + Math.round(newest - x), y]),
  );
  const ages = [...byAge.keys()].filter((age) => age < LONGEST);
  const values: number[] = [];
  const oldest = Math.max(0, ...ages);
  let last = byAge.get(oldest);
  for (let age = oldest; age >= 0; age -= 1) {
    last = byAge.get(age) ?? last;
    if (last !== undefined) values.push(last);
  }
  return values;
}
