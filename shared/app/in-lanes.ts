/** Work for many items, of which only so many are in work at once. */

export interface Lanes {
  readonly lanes: number;
  /** Asked before each item; once it says no, the rest is left. */
  readonly mayBegin: () => boolean;
}

/** Never rejects: gives the ends of what was begun, in no order. */
export async function settleInLanes<Item, End>(
  items: readonly Item[],
  { lanes, mayBegin }: Lanes,
  work: (item: Item) => Promise<End>,
): Promise<readonly PromiseSettledResult<End>[]> {
  const ends: PromiseSettledResult<End>[] = [];
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    // All lanes take from one iterator.
    for (const item of waiting) {
      if (!mayBegin()) return;
      ends.push(...(await Promise.allSettled([work(item)])));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return ends;
}
