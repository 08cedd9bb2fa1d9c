/** How often something happened within the last minute, by the second. */

/** Seconds of the epoch, and how often it happened in each. */
export type RecentCount = ReadonlyMap<number, number>;

export const NEVER: RecentCount = new Map();

const WINDOW_SECONDS = 60;

export function happened(recent: RecentCount, now: Date): RecentCount {
  const second = secondOf(now);
  const kept = [...recent].filter(isWithin(second));
  return new Map([...kept, [second, (recent.get(second) ?? 0) + 1]]);
}

export const countRecent = (recent: RecentCount, now: Date): number =>
  [...recent]
    .filter(isWithin(secondOf(now)))
    .reduce((sum, [, count]) => sum + count, 0);

const secondOf = (time: Date): number => Math.floor(time.getTime() / 1_000);

const isWithin =
  (now: number) =>
  ([second]: readonly [number, number]): boolean =>
    second > now - WINDOW_SECONDS;
