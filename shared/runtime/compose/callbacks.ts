/** What tells others that their tasks have ended. */
import { standardWebhooksSender } from "../../adapters/standard-webhooks/callback-sender.ts";
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
import type { Foundation } from "./foundation.ts";
import { composeSigning } from "./signing.ts";

export interface Callbacks {
  readonly soon: CallBackSoon;
  readonly deliverDue: (budgetMs: number) => Promise<CallbacksTried>;
}

export function composeCallbacks(
  base: Foundation,
  store: TaskStore,
): Callbacks {
  const sender = standardWebhooksSender({
    signing: composeSigning(base),
    allowsPrivate: async () => (await base.settings()).allowPrivateCallbacks,
    now: base.clock.now,
  });
  const random = () => Math.random();
  const deliver = deliverCallback({ ...base, store, sender, random });
  return {
    soon: callBackSoon({ ...base, deliver }),
    deliverDue: deliverDueCallbacks({ ...base, store, deliver }),
  };
}
