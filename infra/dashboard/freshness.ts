/** How old what a panel shows is, and whether that is too old. */
import type { Name } from "./answers.ts";
import { staleAfterMs } from "./feeds.ts";
import type { View } from "./view.ts";

export interface Freshness {
  /** Of the oldest answer; absent while none has come. */
  readonly ageMs?: number;
  readonly isStale: boolean;
  /** Why a newer answer did not come. */
  readonly problem?: string;
}

export function freshness(
  { readings, now }: View,
  names: readonly Name[],
): Freshness {
  const problem = names
    .map((name) => readings[name]?.problem)
    .find((one) => one !== undefined);
  const times = names.flatMap((name) => {
    const at = readings[name]?.at;
    return at === undefined ? [] : [{ ageMs: Math.max(0, now - at), name }];
  });
  return {
    isStale: times.some(({ ageMs, name }) => ageMs > staleAfterMs(name)),
    ...(times.length > 0 && {
      ageMs: Math.max(...times.map(({ ageMs }) => ageMs)),
    }),
    ...(problem !== undefined && { problem }),
  };
}
