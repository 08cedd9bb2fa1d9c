/**
 * What the queues themselves gave up: messages that were received very often and never removed.
 * They must never decide about a task, so somebody takes them from there.
 */
import type { Pointer } from "./task-queue.ts";

export interface DeadMessage {
  /** `undefined`: the body is not a pointer. */
  readonly pointer: Pointer | undefined;
  readonly messageId: string;
  /** Of the body. */
  readonly bytes: number;
  readonly receipt: string;
}

/** All methods reject with a `QueueError` when the queue cannot be reached. */
export interface DeadMessages {
  /**
   * Up to `max` (1 to 10), at once. What is not removed comes again half a minute later. What only
   * newer versions of us can read stays, and is not given.
   */
  receive(max: number): Promise<readonly DeadMessage[]>;
  /** Idempotent: removing twice is no error. */
  remove(message: DeadMessage): Promise<void>;
}
