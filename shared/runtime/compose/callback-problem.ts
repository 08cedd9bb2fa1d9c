/** What judges, where a task is submitted, whether its callback could go where it names. */
import { urlProblem } from "../../adapters/standard-webhooks/forbidden-target.ts";
import { loadWebhookSecrets } from "../config.ts";
import type { Foundation } from "./foundation.ts";

/** Why nothing will be posted to this URL, as far as can be told before; `undefined`: something will. */
export type CallbackProblem = (url: string) => Promise<string | undefined>;

const NO_SECRET =
  "cannot be served: this service has no secret to sign with. Leave it out, or have an operator set CCSP_WEBHOOK_SECRET";

export function callbackProblem(base: Foundation): CallbackProblem {
  const isSigned = loadWebhookSecrets().length > 0;
  return async (url) => {
    if (!isSigned) return NO_SECRET;
    const { allowPrivateCallbacks } = await base.settings();
    return urlProblem(new URL(url), allowPrivateCallbacks);
  };
}
