/** What waits and runs, what holds it back, and who works on it. */
import { STARVATION_BOUND } from "../domain/choice.ts";
import { type ClosedGate, isClosed } from "../domain/gate.ts";
import { EXECUTOR_SEEN_MS, later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type {
  ExecutorRegistry,
  ExecutorSighting,
  GateStore,
} from "../ports/control-store.ts";
import type { CountStanding, StandingCounts } from "./count-standing.ts";

export interface QueueStatus extends StandingCounts {
  /** Those that are closed now; the others are open. */
  readonly closed: readonly ClosedGate[];
  /** Seen in the last minute. */
  readonly executors: readonly ExecutorSighting[];
  /** While a class has work, it is served at the latest at so many selections from now. */
  readonly starvationBound: number;
}

export type ReadQueueStatus = () => Promise<QueueStatus>;

export function readQueueStatus(deps: {
  readonly count: CountStanding;
  readonly gates: Pick<GateStore, "closedGates">;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  readonly clock: Pick<Clock, "now">;
}): ReadQueueStatus {
  return async () => {
    const now = deps.clock.now();
    const [counts, rows, executors] = await Promise.all([
      deps.count(),
      deps.gates.closedGates(),
      deps.executors.seenSince(later(now, -EXECUTOR_SEEN_MS)),
    ]);
    return {
      ...counts,
      closed: rows.filter((gate) => isClosed(gate, now)),
      executors,
      starvationBound: STARVATION_BOUND,
    };
  };
}
