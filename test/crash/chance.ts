/** Chance that a seed repeats: the same seed, the same plan. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface Chance {
  /** A whole number, both bounds included. */
  between(from: number, to: number): number;
  /** True so many times in a hundred. */
  percent(share: number): boolean;
  /** One of them, each as often as its weight says. */
  oneOf<T>(weighted: readonly (readonly [weight: number, choice: T])[]): T;
}

export function chanceOf(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const between: Chance["between"] = (from, to) =>
    uniformInt(generator, from, to);
  return {
    between,
    percent: (share) => between(1, 100) <= share,
    oneOf(weighted) {
      const total = weighted.reduce((sum, [weight]) => sum + weight, 0);
      let drawn = between(1, total);
      for (const [weight, choice] of weighted) {
        drawn -= weight;
        if (drawn <= 0) return choice;
      }
      throw new RangeError("there is nothing to choose from");
    },
  };
}
