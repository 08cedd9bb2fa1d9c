/** Asks at most once in a while, for answers that may be a little old. */
import type { Clock } from "../ports/clock.ts";

/** @param forMs how old an answer may be; a failed question is asked again at once */
export function remember<T>(
  ask: () => Promise<T>,
  forMs: number,
  clock: Pick<Clock, "now">,
): () => Promise<T> {
  let last: { readonly answer: Promise<T>; readonly at: number } | undefined;
  return () => {
    const at = clock.now().getTime();
    if (last && at - last.at < forMs) return last.answer;
    const answer = ask();
    const mine = { answer, at };
    last = mine;
    answer.catch(() => {
      if (last === mine) last = undefined;
    });
    return answer;
  };
}
