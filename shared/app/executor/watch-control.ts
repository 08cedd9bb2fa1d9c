/** Follows the head: sees within a second what gate has moved and which running task was cancelled. */
import { type ClosedGate, closedGate } from "../../domain/gate.ts";
import { HEAD_POLL_MS } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GateStore, Head } from "../../ports/control-store.ts";
import type { Journal } from "../../ports/journal.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { Slots } from "./slots.ts";

export interface WatchDeps {
  readonly head: Pick<Head, "read">;
  readonly gates: Pick<GateStore, "closedGates">;
  readonly store: Pick<TaskStore, "readMany">;
  readonly slots: Pick<Slots, "running">;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Something about `gate()` or `isConnected()` changed. */
  readonly onChange: () => void;
}

export interface Watch {
  /** Looks every second until `stop`. */
  run(stop: AbortSignal): Promise<void>;
  /** The gate that holds work back now, if one does. */
  gate(): ClosedGate | undefined;
  /** Whether the last look succeeded: without one, nothing may start. */
  isConnected(): boolean;
}

export function watchControl(deps: WatchDeps): Watch {
  const { slots, clock, journal } = deps;
  let seenHead: number | undefined;
  let closed: readonly ClosedGate[] = [];
  let connected = false;
  let told = "";

  const gate = (): ClosedGate | undefined => closedGate(closed, clock.now());

  const endCancelled = async (): Promise<void> => {
    const rows = await deps.store.readMany([...slots.running.keys()]);
    for (const { task } of rows) {
      const mine = slots.running.get(task.id);
      if (mine && mine.task.fence !== task.fence) mine.end("cancelled");
    }
  };

  const look = async (): Promise<void> => {
    const head = await deps.head.read();
    if (head === seenHead) return;
    closed = await deps.gates.closedGates();
    await endCancelled();
    seenHead = head;
  };

  const tell = (): void => {
    const state = connected ? (gate()?.name ?? "open") : "disconnected";
    if (state === told) return;
    told = state;
    journal.note({
      event: "gate-seen",
      level: connected ? "info" : "error",
      gate: state,
      reason: gate()?.reason,
    });
    deps.onChange();
  };

  return {
    gate,
    isConnected: () => connected,
    async run(stop) {
      while (!stop.aborted) {
        try {
          await look();
          connected = true;
        } catch (error) {
          if (connected)
            journal.note({
              event: "control-unreachable",
              level: "error",
              error,
            });
          connected = false;
        }
        tell();
        await clock.sleep(HEAD_POLL_MS, stop);
      }
    },
  };
}
