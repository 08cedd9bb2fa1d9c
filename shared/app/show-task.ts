/** A task as its agent shall see it: a waiting one also says what it waits for, and until when. */
import { type ClosedGate, closedGate } from "../domain/gate.ts";
import { heldBack } from "../domain/held-back.ts";
import type { Clock } from "../ports/clock.ts";
import type { WholeTask } from "../ports/task-store.ts";

export interface ShownTask extends WholeTask {
  /** It does not start before; absent when nothing is known that holds it back until a time. */
  readonly startsAt?: Date;
}

export type ShowTask = (whole: WholeTask) => Promise<ShownTask>;

export function showTask(deps: {
  readonly closedGates: () => Promise<readonly ClosedGate[]>;
  readonly clock: Pick<Clock, "now">;
}): ShowTask {
  return async (whole) => {
    const { status, predictedStartAt } = whole.task;
    if (status !== "queued" && status !== "scheduled") return whole;
    const now = deps.clock.now();
    const gates = await deps.closedGates();
    const gate = closedGate(gates, now, whole.task.queueClass);
    if (gate) return { ...whole, ...heldBack(whole.task, gate) };
    // What was foretold and did not come is not told again.
    const isAhead = predictedStartAt !== undefined && predictedStartAt > now;
    return { ...whole, ...(isAhead && { startsAt: predictedStartAt }) };
  };
}
