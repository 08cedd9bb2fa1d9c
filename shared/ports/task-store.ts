/**
 * Where tasks are kept: the truth of the system (docs/adr/0002). Single-item conditional writes
 * only; a write that lost its condition says so and changes nothing.
 */
import type { Standing, StandingTask } from "../domain/standing.ts";
import type { Metadata, Task, TaskId, TaskRequest } from "../domain/task.ts";

export interface TaskContent {
  readonly request: TaskRequest;
  readonly metadata?: Metadata;
}

/** A claim is for one executor and one class: a message of another class is stale. */
export interface Claim {
  readonly taskId: TaskId;
  readonly queueClass: Task["queueClass"];
  readonly executorId: string;
  readonly now: Date;
  readonly leaseUntil: Date;
}

/** A task with what it was given and gave back, as its agent may see it. */
export interface WholeTask {
  readonly task: Task;
  readonly metadata?: Metadata;
  readonly result?: string;
}

/** A page of an agent's tasks, newest first. */
export interface TaskPage {
  /** `position` names the row: pass it back as `after` to go on behind it. */
  readonly ids: readonly { readonly id: TaskId; readonly position: string }[];
  readonly isLast: boolean;
}

/** `position` names its place: pass it back as `after` to go on behind it. */
export interface StandingEntry extends StandingTask {
  readonly position: string;
}

/** A page of the tasks that stand alike: the oldest first, of the dead letters the newest. */
export interface StandingPage {
  readonly tasks: readonly StandingEntry[];
  /** Where the page ended: pass it back as `after` to go on behind it. Absent at the end. */
  readonly last?: string;
}

/** A part of what is due, as the rows say it now. */
export interface DuePage {
  readonly tasks: readonly Task[];
  /** One for each row that nobody can understand. */
  readonly unreadable: readonly unknown[];
  /** Pass it back as `after` for what is behind; absent at the end. */
  readonly next?: DuePosition;
}

/** How far each shard that has more was read: of use to the store alone. */
export type DuePosition = Readonly<Record<string, unknown>>;

/** An idempotency key belongs to one agent. */
export interface AgentKey {
  readonly agent: string;
  readonly key: string;
}

/** An idempotency key's promise: this key, with this body, is this task. */
export interface KeyHolder {
  readonly taskId: TaskId;
  readonly bodyHash: string;
}

/** All methods reject with a `StoreError` when the store cannot be reached. */
export interface TaskStore {
  /** Writes the content, then the row. `false`: a task of this id is there already. */
  create(task: Task, content: TaskContent): Promise<boolean>;
  read(id: TaskId): Promise<Task | undefined>;
  /** With its metadata and result. */
  readWhole(id: TaskId): Promise<WholeTask | undefined>;
  /** Those that exist, with their metadata and without their results, in no order; at most 100. */
  readMany(ids: readonly TaskId[]): Promise<readonly WholeTask[]>;
  /**
   * Makes a waiting, due task `running` in one conditional write: lease, fence + 1.
   * `undefined`: not waiting, not due, or of another class.
   */
  claim(
    claim: Claim,
  ): Promise<
    { readonly task: Task; readonly request: TaskRequest } | undefined
  >;
  /** Extends the lease, if the fence has not moved and the lease is not over. */
  renew(task: Task, now: Date, leaseUntil: Date): Promise<boolean>;
  /**
   * Writes `next` over `seen`, if the fence has not moved. `options.result` is the answer, written
   * before; without one the task has none. With `options.whileLeasedAt` also only while the lease lasts: the way of whoever runs
   * it; with `options.onceLapsedAt` only once it is over: a late beat may have saved it. What a
   * finished task was given is kept for as long as a new task's, when it is to wait again.
   */
  transition(
    seen: Task,
    next: Task,
    options?: {
      readonly result?: string;
      readonly whileLeasedAt?: Date;
      readonly onceLapsedAt?: Date;
    },
  ): Promise<boolean>;
  /** Notes a message that was sent, and when to look again, if the fence has not moved. */
  noteDispatch(task: Task, dispatchId: string, wakeAt: Date): Promise<boolean>;
  /**
   * Unfinished tasks whose `wakeAt` has passed, oldest first within a shard. `limit` is spread
   * evenly over the shards that have more. The index may lag: a row may be due no longer.
   */
  due(now: Date, limit: number, after?: DuePosition): Promise<DuePage>;
  /**
   * Writes how the callback of a finished task stands and when it is due next, if neither the task
   * nor the callback's tries have moved and it is still pending. Everything else stays as it is.
   */
  noteCallback(seen: Task, next: Task): Promise<boolean>;
  /** The same as `due`, of finished tasks whose callback is pending. */
  dueCallbacks(now: Date, limit: number, after?: DuePosition): Promise<DuePage>;
  /** May lag behind the last writes by a moment. A page may be shorter than `limit`. */
  listStanding(
    standing: Standing,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<StandingPage>;
  /** How many tasks stand there; it stops counting at `atMost`. May lag by a moment. */
  countStanding(standing: Standing, atMost: number): Promise<number>;
  /** How many of an agent's tasks wait; it stops counting at `atMost`. May lag by a moment. */
  countWaitingOf(agent: string, atMost: number): Promise<number>;
  list(
    agent: string,
    options: { readonly limit: number; readonly after?: string },
  ): Promise<TaskPage>;
  /** Who holds the key now. */
  findKey(key: AgentKey, now: Date): Promise<KeyHolder | undefined>;
  /** Reserves a key until `expiresAt`; whoever came first holds it. */
  holdKey(
    key: AgentKey,
    holder: KeyHolder,
    now: Date,
    expiresAt: Date,
  ): Promise<KeyHolder>;
}

/** The table did not do what we asked. The vendor's error is kept as `cause`. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code = "STORE_UNAVAILABLE";

  constructor(operation: string, options: { cause: unknown }) {
    super(`The store could not ${operation}.`, options);
  }
}
