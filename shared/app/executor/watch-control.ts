/** Follows the head: sees within a second what gate has moved and which running task was cancelled. */
import {
  type ClosedGate,
  closedGate,
  type GateName,
  heldClasses,
} from "../../domain/gate.ts";
import type { QueueClass } from "../../domain/task.ts";
import { HEAD_POLL_MS, later } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GateStore, Head } from "../../ports/control-store.ts";
import type { Journal } from "../../ports/journal.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { Account } from "./follow-account.ts";
import type { FollowedSettings } from "./follow-settings.ts";
import type { Running, Slots } from "./slots.ts";

export interface WatchDeps {
  readonly head: Pick<Head, "read">;
  readonly gates: Pick<GateStore, "closedGates">;
  readonly store: Pick<TaskStore, "readMany">;
  readonly slots: Pick<Slots, "running">;
  readonly account: Pick<Account, "refresh" | "allowance">;
  readonly settings: Pick<FollowedSettings, "refresh">;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Something about `gate()`, `isConnected()` or the account's allowance changed. */
  readonly onChange: () => void;
  /** The gates and the settings were read anew. */
  readonly onRead: () => void;
}

export interface Watch {
  /** Looks every second until `stop`. */
  run(stop: AbortSignal): Promise<void>;
  /** The gate that holds work back now, if one does. */
  gate(): ClosedGate | undefined;
  /** The classes whose work is held back now although that of others may start. */
  held(): ReadonlySet<QueueClass>;
  /** Looks at once: whoever has closed a gate shall not be the last to see it. Never rejects. */
  refresh(): Promise<void>;
  /** Whether this gate is closed, be it behind a stronger one. */
  isClosed(name: GateName): boolean;
  /** Whether the last look succeeded: without one, nothing may start. */
  isConnected(): boolean;
}

/** Whoever dies between writing a gate and moving the head leaves this as the time until it is seen. */
const REREAD_MS = 10_000;

export function watchControl(deps: WatchDeps): Watch {
  const { slots, clock, journal } = deps;
  let seenHead: number | undefined;
  let readAgainAt = clock.now();
  const lookedAt = new WeakSet<Running>();
  let closed: readonly ClosedGate[] = [];
  let connected = false;
  let told = "";
  let toldState = "";

  const gate = (): ClosedGate | undefined => closedGate(closed, clock.now());

  const held = (): ReadonlySet<QueueClass> => heldClasses(closed, clock.now());

  const endCancelled = async (suspects: readonly Running[]): Promise<void> => {
    if (suspects.length === 0) return;
    const rows = await deps.store.readMany(suspects.map(({ task }) => task.id));
    const fences = new Map(rows.map(({ task }) => [task.id, task.fence]));
    for (const running of suspects) {
      lookedAt.add(running);
      const { id, fence } = running.task;
      if ((fences.get(id) ?? fence) !== fence) running.end("cancelled");
    }
  };

  const look = async (): Promise<void> => {
    const head = await deps.head.read();
    const now = clock.now();
    const isMoved = head !== seenHead || now >= readAgainAt;
    if (isMoved) {
      closed = await deps.gates.closedGates();
      await deps.account.refresh();
      await deps.settings.refresh();
      deps.onRead();
    }
    // One that began since the last look may have been cancelled before it was known here.
    const running = [...slots.running.values()];
    await endCancelled(
      isMoved ? running : running.filter((each) => !lookedAt.has(each)),
    );
    if (isMoved) readAgainAt = later(now, REREAD_MS);
    seenHead = head;
  };

  const tell = (): void => {
    const name = connected ? (gate()?.name ?? "open") : "disconnected";
    // Time alone changes what is allowed: a gate's end, a step of the ramp.
    const state = JSON.stringify([name, deps.account.allowance(), [...held()]]);
    if (state === toldState) return;
    toldState = state;
    if (name !== told)
      journal.note({
        event: "gate-seen",
        level: connected ? "info" : "error",
        gate: name,
        reason: gate()?.reason,
      });
    told = name;
    deps.onChange();
  };

  const refresh = async (): Promise<void> => {
    try {
      await look();
      connected = true;
    } catch (error) {
      if (connected)
        journal.note({ event: "control-unreachable", level: "error", error });
      connected = false;
    }
    tell();
  };

  return {
    gate,
    held,
    refresh,
    isClosed: (name) => closed.some((each) => each.name === name),
    isConnected: () => connected,
    async run(stop) {
      while (!stop.aborted) {
        await refresh();
        await clock.sleep(HEAD_POLL_MS, stop);
      }
    },
  };
}
