/** What the trail says of the account's limit: each closing, and each opening. */
import type { AccountLimit, Observation } from "../../domain/account-limit.ts";
import { type Deed, OWN_ACTOR } from "../../domain/audit.ts";

/** `undefined`: the change neither closed it, nor for another time, nor opened it. */
export function limitDeed(
  {
    before,
    after,
  }: { readonly before: AccountLimit; readonly after: AccountLimit },
  run: Partial<Pick<Observation, "taskId" | "outcome">> = {},
): Deed | undefined {
  const { closed, refusals } = after;
  const actor = OWN_ACTOR;
  if (closed && closed.until !== before.closed?.until)
    return {
      action: "limit-closed",
      actor,
      reason: closed.reason,
      detail: { ...run, until: closed.until, refusals },
    };
  return before.closed && !closed
    ? {
        action: "limit-opened",
        actor,
        reason: "a run was answered",
        detail: { ...run, closedFor: before.closed.reason },
      }
    : undefined;
}
