import { describe } from "vitest";
import type { TaskStore } from "../../shared/ports/task-store.ts";
import { callbackContract } from "./task-store-callback.contract.ts";
import { claimContract } from "./task-store-claim.contract.ts";
import { contentContract } from "./task-store-content.contract.ts";
import { listContract } from "./task-store-list.contract.ts";
import { standingContract } from "./task-store-standing.contract.ts";
import { writeContract } from "./task-store-write.contract.ts";

/** What every implementation of the port promises. */
export function taskStoreContract(name: string, store: () => TaskStore): void {
  describe(`${name} is a TaskStore`, () => {
    contentContract(store);
    claimContract(store);
    writeContract(store);
    callbackContract(store);
    listContract(store);
    standingContract(store);
  });
}
