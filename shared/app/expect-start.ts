/** Foretells when a task that is accepted now will start; no task is held up or refused for it. */
import { type ClosedGate, closedGate } from "../domain/gate.ts";
import {
  expectedStart,
  type Joining,
  RATE_MINUTES,
} from "../domain/prediction/expected-start.ts";
import type { Depth } from "../domain/depth.ts";
import { later } from "../domain/timing.ts";
import { PERIOD_MS } from "../domain/usage-period.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { UsageStore } from "../ports/usage-store.ts";

/** `undefined`: nobody can tell. Never rejects. */
export type ExpectStart = (task: Joining) => Promise<Date | undefined>;

export function expectStart(deps: {
  /** How things stood in the last minutes. */
  readonly depths: () => Promise<readonly Depth[]>;
  readonly closedGates: () => Promise<readonly ClosedGate[]>;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
}): ExpectStart {
  return async (task) => {
    try {
      const gates = await deps.closedGates();
      const now = deps.clock.now();
      const gate = closedGate(gates, now, task.queueClass);
      if (!gate) return expectedStart(task, await deps.depths(), now);
      const { until } = gate;
      return until && (until > task.notBefore ? until : task.notBefore);
    } catch (error) {
      deps.journal.note({ event: "start-not-foretold", level: "warn", error });
      return undefined;
    }
  };
}

/** What `depths` reads. */
export const recentDepths = (
  usageStore: Pick<UsageStore, "depths">,
  clock: Pick<Clock, "now">,
): Promise<readonly Depth[]> => {
  const to = later(clock.now(), 1);
  const from = later(to, -RATE_MINUTES * PERIOD_MS.minute);
  return usageStore.depths({ from, to });
};
