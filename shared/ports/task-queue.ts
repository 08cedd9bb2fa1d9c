/**
 * Where waiting tasks are announced. A message is a pointer, delivered at least once and in no
 * strict order; whoever receives it must claim the task in the store.
 */
import type { QueueClass, TaskId } from "../domain/task.ts";

export interface Pointer {
  readonly taskId: TaskId;
  readonly dispatchId: string;
}

export interface Announcement extends Pointer {
  readonly queueClass: QueueClass;
  /** Tasks of one agent are one message group, for fair queues. */
  readonly agent: string;
  /** 0 to 900 000. */
  readonly delayMs: number;
}

export interface ReceivedMessage {
  readonly queueClass: QueueClass;
  /** `undefined`: the body is not a pointer; the message must be removed. */
  readonly pointer: Pointer | undefined;
  readonly receipt: string;
}

/** How long a message that was received hides from others: from the receive to the claim. */
export const VISIBILITY_MS = 30_000;

/** So many announcements travel in one call. */
export const MAX_BATCH = 10;

/** All methods reject with a `QueueError` when the queue cannot be reached. */
export interface TaskQueue {
  send(announcement: Announcement): Promise<void>;
  /**
   * Sends 1 to 10 announcements of different tasks of this class in one call. Gives those that
   * the queue refused, and why; the others are sent.
   */
  sendBatch(
    queueClass: QueueClass,
    announcements: readonly Announcement[],
  ): Promise<ReadonlyMap<TaskId, QueueError>>;
  /**
   * Waits up to `waitSeconds` (0–20). Never abort it: what it took would hide until its visibility
   * timeout. So does what only newer versions of us can read, which is not given.
   */
  receive(
    queueClass: QueueClass,
    waitSeconds: number,
  ): Promise<ReceivedMessage | undefined>;
  /** Idempotent: removing twice is no error. */
  remove(message: ReceivedMessage): Promise<void>;
  /** Hides the message for so long (0 to 12 h); 0 gives it back at once. */
  hide(message: ReceivedMessage, forMs: number): Promise<void>;
  /** Rejects unless the queues answer. */
  ping(): Promise<void>;
}

/** The queue did not do what we asked. The vendor's error is kept as `cause`. */
export class QueueError extends Error {
  override readonly name = "QueueError";
  readonly code = "QUEUE_UNAVAILABLE";

  constructor(operation: string, options: { cause: unknown }) {
    super(`The queue could not ${operation}.`, options);
  }
}
