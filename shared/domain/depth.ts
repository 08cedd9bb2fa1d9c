/** How much waited and ran at one moment: what arrived between two is their difference and what ended. */
import type { QueueClass } from "./task.ts";
import type { SeenWindow } from "./usage.ts";

export interface ClassDepth {
  /** What waits for nothing but a place, a gate or the login. */
  readonly waiting: number;
  /** What waits for its time. */
  readonly delayed: number;
  readonly running: number;
  /** How long the oldest of those that may start has been able to; `null` when there is none. */
  readonly oldestAgeMs: number | null;
}

export interface Depth {
  readonly at: Date;
  readonly classes: Readonly<Record<QueueClass, ClassDepth>>;
  /** Runs that ended in the minute before, where there were any. */
  readonly runs?: Readonly<Partial<Record<QueueClass, number>>>;
  /** The account's usage windows, as runs that ended in the minute before told of them. */
  readonly windows?: readonly SeenWindow[];
  /** What all executors' processes took together; absent when none was seen. */
  readonly system?: {
    readonly memoryBytes: number;
    readonly cpuCores: number;
    /** Of those that take work; absent in older notes. */
    readonly slots?: number;
  };
}
