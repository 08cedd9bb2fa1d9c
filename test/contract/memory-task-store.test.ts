import { describe, expect, it } from "vitest";
import { newTaskId } from "../builders/task.ts";
import { AWAY } from "../fakes/memory-failure.ts";
import { memoryTaskStore } from "../fakes/memory-task-store.ts";
import { taskStoreContract } from "./task-store.contract.ts";

const shared = memoryTaskStore();
taskStoreContract("memoryTaskStore", () => shared);

describe("memoryTaskStore", () => {
  it("fails where it is told to, as the real one does", async () => {
    const store = memoryTaskStore();
    store.failing.add("read");
    await expect(store.read(newTaskId())).rejects.toMatchObject({
      name: "StoreError",
      cause: AWAY,
    });
    store.failing.delete("read");
    await expect(store.read(newTaskId())).resolves.toBeUndefined();
  });
});
