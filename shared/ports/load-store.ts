/** What is held back for the sake of the account's usage windows, shared by all. */
import type { LoadState } from "../domain/load/load-state.ts";

export interface SeenLoad {
  readonly state: LoadState;
  /** Grows with each write. */
  readonly version: number;
}

/** Both methods reject with a `StoreError` when the store cannot be reached. */
export interface LoadStore {
  read(): Promise<SeenLoad>;
  /** Writes over what was seen, unless somebody wrote meanwhile, and moves the head. */
  replace(seen: SeenLoad, next: LoadState): Promise<boolean>;
}
