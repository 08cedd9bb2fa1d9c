/** What tells others that their tasks have ended, and what judges where they may be told. */
import { standardWebhooksSender } from "../../adapters/standard-webhooks/callback-sender.ts";
import { urlProblem } from "../../adapters/standard-webhooks/forbidden-target.ts";
import {
  type CallBackSoon,
  callBackSoon,
} from "../../app/callbacks/call-back-soon.ts";
import { deliverCallback } from "../../app/callbacks/deliver-callback.ts";
import {
  type CallbacksTried,
  deliverDueCallbacks,
} from "../../app/callbacks/deliver-due-callbacks.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { loadWebhookSecrets } from "../config.ts";
import type { Foundation } from "./foundation.ts";

export interface Callbacks {
  readonly soon: CallBackSoon;
  readonly deliverDue: (budgetMs: number) => Promise<CallbacksTried>;
}

export function composeCallbacks(
  base: Foundation,
  store: TaskStore,
): Callbacks {
  const sender = standardWebhooksSender({
    secrets: loadWebhookSecrets(),
    allowsPrivate: allowsPrivate(base),
    now: base.clock.now,
  });
  const random = () => Math.random();
  const deliver = deliverCallback({ ...base, store, sender, random });
  return {
    soon: callBackSoon({ ...base, deliver }),
    deliverDue: deliverDueCallbacks({ ...base, store, deliver }),
  };
}

/** Why nothing will be posted to this URL, as far as can be told before; `undefined`: something will. */
export type CallbackProblem = (url: string) => Promise<string | undefined>;

const NO_SECRET =
  "cannot be served: this service has no secret to sign with. Leave it out, or have an operator set CCSP_WEBHOOK_SECRET";

export function callbackProblem(base: Foundation): CallbackProblem {
  const isSigned = loadWebhookSecrets().length > 0;
  return async (url) =>
    isSigned
      ? urlProblem(new URL(url), await allowsPrivate(base)())
      : NO_SECRET;
}

const allowsPrivate =
  ({ settings }: Pick<Foundation, "settings">) =>
  async (): Promise<boolean> =>
    (await settings()).allowPrivateCallbacks;
