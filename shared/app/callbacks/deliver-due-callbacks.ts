/** Each minute: tries the callbacks whose time has come. What one run does not reach, the next one does. */
import { later } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DuePosition, TaskStore } from "../../ports/task-store.ts";
import { settleInLanes } from "../in-lanes.ts";
import type { DeliverCallback } from "./deliver-callback.ts";

export interface DeliverDueDeps {
  readonly store: Pick<TaskStore, "dueCallbacks">;
  readonly deliver: DeliverCallback;
  readonly clock: Pick<Clock, "now">;
}

export interface CallbacksTried {
  readonly callbacksTried: number;
}

/** Of the index. */
const PAGE = 400;
/** Most of them wait for a receiver: that costs a connection, not a processor. */
const LANES = 50;

/**
 * One callback that cannot be noted does not hold up the others: its error is thrown at the end,
 * for the alarm to see.
 *
 * @param budgetMs no try is begun after so long
 */
export function deliverDueCallbacks(
  deps: DeliverDueDeps,
): (budgetMs: number) => Promise<CallbacksTried> {
  const { store, clock } = deps;
  return async (budgetMs) => {
    const end = later(clock.now(), budgetMs);
    const lanes = { lanes: LANES, mayBegin: () => clock.now() < end };
    const failures: unknown[] = [];
    let callbacksTried = 0;
    let after: DuePosition | undefined;
    while (lanes.mayBegin()) {
      const page = await store.dueCallbacks(clock.now(), PAGE, after);
      failures.push(...page.unreadable);
      const ends = await settleInLanes(page.tasks, lanes, deps.deliver);
      for (const one of ends)
        if (one.status === "rejected") failures.push(one.reason);
        else callbacksTried += Number(one.value);
      after = page.next;
      if (!after) break;
    }
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} callbacks could not be dealt with; ${callbacksTried} were tried`,
      );
    return { callbacksTried };
  };
}
