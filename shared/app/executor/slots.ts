/** The executor's places for running CLIs, and what runs in them. */
import type { Task, TaskId } from "../../domain/task.ts";

/** Why a run is ended before its time. */
export type EndReason =
  "cancelled" | "lease-lost" | "stopping" | "memory-exhausted";

export interface Running {
  readonly task: Task;
  readonly end: (reason: EndReason) => void;
}

export interface Slots {
  readonly size: number;
  /** The number of a free place, now taken; `undefined` when there is none. */
  take(): number | undefined;
  free(slot: number): void;
  hasFree(): boolean;
  taken(): number;
  /** What runs, from its claim to its record: for a moment longer than its slot is taken. */
  readonly running: Map<TaskId, Running>;
}

export function createSlots(size: number): Slots {
  const free = new Set(Array.from({ length: size }, (_, slot) => slot));
  return {
    size,
    take() {
      const [slot] = free;
      if (slot !== undefined) free.delete(slot);
      return slot;
    },
    free: (slot) => {
      free.add(slot);
    },
    hasFree: () => free.size > 0,
    taken: () => size - free.size,
    running: new Map(),
  };
}
