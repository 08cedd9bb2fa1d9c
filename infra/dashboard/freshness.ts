/** How old what a panel shows is, and whether that is too old. */
import type { Name } from "./answers.ts";
import { STALE_AFTER_MS } from "./feeds.ts";
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
  const ages = names.flatMap((name) => {
    const at = readings[name]?.at;
    return at === undefined ? [] : [Math.max(0, now - at)];
  });
  return {
    isStale: ages.some((ageMs) => ageMs > STALE_AFTER_MS),
    ...(ages.length > 0 && { ageMs: Math.max(...ages) }),
    ...(problem !== undefined && { problem }),
  };
}
