/** What is known about the login, shared by all executors and functions. */
import type { ClosedGate } from "../domain/gate.ts";
import type { Session } from "../domain/session.ts";

export interface SeenSession {
  /** `active` also while a person has opened the gate: the loss is still there then. */
  readonly session: Session;
  /** Grows with each write. */
  readonly version: number;
  /** The gate `session` as a person closed it: so it is again when the login is back. */
  readonly byHand?: Omit<ClosedGate, "name">;
}

/** Both methods reject with a `StoreError` when the store cannot be reached. */
export interface SessionStore {
  read(): Promise<SeenSession>;
  /**
   * Writes over what was seen, unless somebody wrote meanwhile, and moves the head. The gate
   * `session` is closed while the state is not `active`.
   */
  replace(seen: SeenSession, next: Session): Promise<boolean>;
}
