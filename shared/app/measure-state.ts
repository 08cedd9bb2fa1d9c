/** Tells the metrics once a minute how things stand: what waits, which gates are closed, who works. */
import { GATE_NAMES, isClosed } from "../domain/gate.ts";
import { EVENT_METRICS } from "../domain/metric-names.ts";
import { QUEUE_CLASSES } from "../domain/task.ts";
import { EXECUTOR_SEEN_MS, later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { ExecutorRegistry, GateStore } from "../ports/control-store.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { SessionStore } from "../ports/session-store.ts";
import type { CountStanding } from "./count-standing.ts";
import { sideBySide } from "./side-by-side.ts";

export interface MeasureStateDeps {
  readonly count: CountStanding;
  readonly gates: Pick<GateStore, "closedGates">;
  readonly sessions: Pick<SessionStore, "read">;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  readonly metrics: Pick<Metrics, "record">;
  readonly clock: Pick<Clock, "now">;
}

/** What cannot be read is not told, and does not hold up the rest: its error is thrown at the end. */
export function measureState(deps: MeasureStateDeps): () => Promise<object> {
  const { metrics, clock } = deps;

  const measureTasks = async (): Promise<object> => {
    const { classes, deadLetters } = await deps.count();
    for (const Class of QUEUE_CLASSES) {
      const { waiting, running, oldestAgeMs } = classes[Class];
      metrics.record({
        values: {
          QueueDepth: waiting,
          OldestWaitingAge: oldestAgeMs ?? 0,
          TasksRunning: running,
        },
        dimensions: { Class },
      });
    }
    metrics.record({ values: { DeadLetters: deadLetters }, dimensions: {} });
    return {};
  };

  const measureGates = async (): Promise<object> => {
    const now = clock.now();
    const gates = await deps.gates.closedGates();
    const closed = gates.filter((gate) => isClosed(gate, now));
    for (const Gate of GATE_NAMES)
      metrics.record({
        values: {
          GateClosed: Number(closed.some(({ name }) => name === Gate)),
        },
        dimensions: { Gate },
      });
    const until = closed.find(({ name }) => name === "limit")?.until ?? now;
    const LimitRemainingMs = until.getTime() - now.getTime();
    metrics.record({ values: { LimitRemainingMs }, dimensions: {} });
    return {};
  };

  const measureSession = async (): Promise<object> => {
    const { session } = await deps.sessions.read();
    const SessionLost = Number(session.state !== "active");
    metrics.record({ values: { SessionLost }, dimensions: {} });
    return {};
  };

  const measureExecutors = async (): Promise<object> => {
    const since = later(clock.now(), -EXECUTOR_SEEN_MS);
    const seen = await deps.executors.seenSince(since);
    const working = seen.filter(({ problem }) => problem === undefined);
    metrics.record({
      values: { ExecutorsSeen: seen.length, ExecutorsWorking: working.length },
      dimensions: {},
    });
    return {};
  };

  return () => {
    metrics.record({ values: NOTHING_HAPPENED, dimensions: {} });
    return sideBySide(
      measureTasks(),
      measureGates(),
      measureSession(),
      measureExecutors(),
    );
  };
}

/** So that a sum over a minute is 0 and not missing, and an alarm can clear. */
const NOTHING_HAPPENED = Object.fromEntries(
  EVENT_METRICS.map((name) => [name, 0]),
);
