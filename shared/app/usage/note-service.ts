/** Notes each minute whether work could be done, and how much of the executors' room was in use. */
import { lookAt } from "../../domain/service-looks.ts";
import { EXECUTOR_SEEN_MS, later } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorRegistry, GateStore } from "../../ports/control-store.ts";
import type { CountStanding } from "../count-standing.ts";
import type { UsageCounter } from "./count-usage.ts";

export function noteService(deps: {
  readonly count: CountStanding;
  readonly gates: Pick<GateStore, "closedGates">;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  /** Written by whoever composes the tick. */
  readonly usage: Pick<UsageCounter, "looked">;
  readonly clock: Pick<Clock, "now">;
}): () => Promise<object> {
  return async () => {
    const now = deps.clock.now();
    const [{ classes }, closed, executors] = await Promise.all([
      deps.count(),
      deps.gates.closedGates(),
      deps.executors.seenSince(later(now, -EXECUTOR_SEEN_MS)),
    ]);
    const doesWorkWait = Object.values(classes).some(
      ({ waiting }) => waiting > 0,
    );
    deps.usage.looked(lookAt({ executors, closed, doesWorkWait }, now));
    return {};
  };
}
