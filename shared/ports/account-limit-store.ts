/** What is known about the account's limits, shared by all executors. */
import type { AccountLimit } from "../domain/account-limit.ts";
import type { ClosedGate } from "../domain/gate.ts";

export interface SeenLimit {
  readonly limit: AccountLimit;
  /** Grows with each write. */
  readonly version: number;
  /** The gate `limit` as a person closed it: whatever is written, it stays closed. */
  readonly byHand?: Omit<ClosedGate, "name">;
}

/** Both methods reject with a `StoreError` when the store cannot be reached. */
export interface AccountLimitStore {
  read(): Promise<SeenLimit>;
  /** Writes over what was seen, unless somebody wrote meanwhile, and moves the head. */
  replace(seen: SeenLimit, next: AccountLimit): Promise<boolean>;
}
