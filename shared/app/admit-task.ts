/** Whether a task may join those that wait: at most so many of one agent, and of one class. */
import { closedGate, type ClosedGate } from "../domain/gate.ts";
import {
  capOf,
  type QueueCaps,
  secondsUntilPlace,
} from "../domain/place-free.ts";
import type { QueueClass } from "../domain/task.ts";
import { EXECUTOR_SEEN_MS, later } from "../domain/timing.ts";
import type { Clock } from "../ports/clock.ts";
import type { ExecutorRegistry } from "../ports/control-store.ts";
import type { TaskStore } from "../ports/task-store.ts";
import {
  type CountedPlaces,
  countedPlaces,
  type SettlePlace,
} from "./counted-places.ts";

export interface QueueFull {
  readonly kind: "full";
  readonly cap: "maxQueuedPerAgent" | "maxQueuedPerClass";
  readonly most: number;
  /** The class that the task would have waited in. */
  readonly queueClass: QueueClass;
  /** When trying again makes sense. */
  readonly retryAfterSeconds: number;
}

export type Admitted =
  { readonly kind: "admitted"; readonly settle: SettlePlace } | QueueFull;

export type AdmitTask = (task: {
  readonly agent: string;
  readonly queueClass: QueueClass;
}) => Promise<Admitted>;

/** Rejects with a `StoreError` when what waits cannot be counted. */
export function admitTask(deps: {
  readonly store: Pick<TaskStore, "countWaitingOf" | "countStanding">;
  /** Asked each time: they may change. */
  readonly caps: () => Promise<QueueCaps>;
  readonly closedGates: () => Promise<readonly ClosedGate[]>;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  readonly clock: Pick<Clock, "now">;
}): AdmitTask {
  const { store, clock } = deps;
  const ofAgents = new Map<string, CountedPlaces>();
  const ofClasses = new Map<QueueClass, CountedPlaces>();

  const placesOf = (agent: string): CountedPlaces =>
    kept(ofAgents, agent, (atMost) => store.countWaitingOf(agent, atMost));

  const placesIn = (queueClass: QueueClass): CountedPlaces =>
    kept(ofClasses, queueClass, async (atMost) => {
      const kinds = ["waiting", "blocked"] as const;
      const [waiting, blocked] = await Promise.all(
        kinds.map((kind) => store.countStanding({ kind, queueClass }, atMost)),
      );
      return Number(waiting) + Number(blocked);
    });

  const kept = <Key>(
    all: Map<Key, CountedPlaces>,
    key: Key,
    count: (atMost: number) => Promise<number>,
  ): CountedPlaces => {
    const places = all.get(key) ?? countedPlaces(count, clock);
    all.set(key, places);
    return places;
  };

  const full = async (
    refused: Pick<QueueFull, "cap" | "most" | "queueClass">,
  ): Promise<QueueFull> => {
    const now = clock.now();
    const [gates, executors] = await Promise.all([
      deps.closedGates(),
      deps.executors.seenSince(later(now, -EXECUTOR_SEEN_MS)),
    ]);
    const finishedLastMinute = executors.reduce(
      (sum, executor) => sum + (executor.finishedLastMinute ?? 0),
      0,
    );
    const gate = closedGate(gates, now, refused.queueClass);
    const throughput = { gate, finishedLastMinute };
    const retryAfterSeconds = secondsUntilPlace(throughput, now);
    return { kind: "full", ...refused, retryAfterSeconds };
  };

  return async ({ agent, queueClass }) => {
    const caps = await deps.caps();
    const { maxQueuedPerClass } = caps;
    const most = capOf(caps, agent);
    const settleAgent = await placesOf(agent).take(most);
    if (!settleAgent)
      return full({ cap: "maxQueuedPerAgent", most, queueClass });
    let settleClass: SettlePlace | undefined;
    try {
      settleClass = await placesIn(queueClass).take(maxQueuedPerClass);
    } finally {
      if (!settleClass) settleAgent(false);
    }
    if (!settleClass)
      return full({
        cap: "maxQueuedPerClass",
        most: maxQueuedPerClass,
        queueClass,
      });
    const settlers = [settleAgent, settleClass];
    return {
      kind: "admitted",
      settle: (isWritten) => {
        for (const settle of settlers) settle(isWritten);
      },
    };
  };
}
