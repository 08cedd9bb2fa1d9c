/**
 * What steers the service: gates and the head that tells of changes, tokens, executors. All
 * methods reject with a `StoreError` when the store cannot be reached or holds what nobody wrote.
 */
import type { AccessToken } from "../domain/access-token.ts";
import type { ClosedGate, GateName } from "../domain/gate.ts";
import type { ProcessSample } from "../domain/process-sample.ts";

export interface GateStore {
  /** Those that are closed, whether or not their `until` has passed. */
  closedGates(): Promise<readonly ClosedGate[]>;
  /** Always moves the head. `false`: it was closed already, and stays as it was. */
  close(gate: ClosedGate): Promise<boolean>;
  /** Closes it, or closes it anew as told. Always moves the head. */
  replace(gate: ClosedGate): Promise<void>;
  /**
   * Always moves the head. `false`: it was open already, or, with `seen`, it is closed from or
   * until another time.
   */
  open(name: GateName, seen?: ClosedGate): Promise<boolean>;
}

/** One small number that every gate, setting and cancel moves, read by each executor once a second. */
export interface Head {
  read(): Promise<number>;
  move(): Promise<void>;
}

export interface TokenStore {
  find(id: string): Promise<AccessToken | undefined>;
  save(token: AccessToken): Promise<void>;
  /** `false`: it was revoked before, and stays as it was, or there is no such token. */
  revoke(id: string, at: Date): Promise<boolean>;
  /** Lets it end then. `false`: it ends sooner anyway, or there is no such token. */
  shorten(id: string, expiresAt: Date): Promise<boolean>;
  /** All of them in no order, also those that are no longer in force, for as long as they are kept. */
  list(): Promise<readonly AccessToken[]>;
}

export interface ExecutorSighting {
  readonly id: string;
  readonly slots: number;
  readonly running: number;
  readonly lastSeenAt: Date;
  /** Of the program that it runs; absent: of before they said so. */
  readonly version?: string;
  /** When it began. */
  readonly startedAt?: Date;
  /** Why it takes no work although no gate is closed; absent when it does. */
  readonly problem?: string;
  /** How many tasks it brought to an end in the minute before it was seen. */
  readonly finishedLastMinute?: number;
  /** What its process takes of its machine; its CLIs are not counted. */
  readonly process?: ProcessSample;
}

export interface ExecutorRegistry {
  note(sighting: ExecutorSighting): Promise<void>;
  /** Those seen since; others may be forgotten at any time. */
  seenSince(time: Date): Promise<readonly ExecutorSighting[]>;
  forget(id: string): Promise<void>;
}
