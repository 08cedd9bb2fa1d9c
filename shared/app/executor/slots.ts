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
  /** How many may be taken; more are when there were more, until they are given back. */
  size(): number;
  resize(size: number): void;
  /** The number of a free place, now taken; `undefined` when there is none. */
  take(): number | undefined;
  free(slot: number): void;
  hasFree(): boolean;
  taken(): number;
  /** What runs, from its claim to its record: for a moment longer than its slot is taken. */
  readonly running: Map<TaskId, Running>;
}

export function createSlots(first: number): Slots {
  const taken = new Set<number>();
  let size = first;
  const hasFree = (): boolean => taken.size < size;
  return {
    size: () => size,
    resize(next) {
      size = next;
    },
    take() {
      if (!hasFree()) return undefined;
      let slot = 0;
      while (taken.has(slot)) slot += 1;
      taken.add(slot);
      return slot;
    },
    free: (slot) => {
      taken.delete(slot);
    },
    hasFree,
    taken: () => taken.size,
    running: new Map(),
  };
}
