/** What judges, where a task is submitted, whether its callback could go where it names. */
import { urlProblem } from "../../adapters/standard-webhooks/forbidden-target.ts";
import type { Foundation } from "./foundation.ts";
import { composeSigning } from "./signing.ts";

/** Why nothing will be posted to this URL, as far as can be told before; `undefined`: something will. */
export type CallbackProblem = (url: string) => Promise<string | undefined>;

export function callbackProblem(base: Foundation): CallbackProblem {
  const signing = composeSigning(base);
  return async (url) => {
    // What cannot be read now may well be there when the callback is due, and its tries are many.
    const signed = await signing().catch(() => undefined);
    if (signed && "problem" in signed)
      return `cannot be served: ${signed.problem}. Leave it out until then`;
    const { allowPrivateCallbacks } = await base.settings();
    return urlProblem(new URL(url), allowPrivateCallbacks);
  };
}
