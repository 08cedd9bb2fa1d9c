import { describe, expect, it } from "vitest";
import { memoryControlStores } from "../fakes/memory-control-stores.ts";
import { controlStoresContract } from "./control-stores.contract.ts";

const shared = memoryControlStores();
controlStoresContract("memoryControlStores", () => shared);

describe("memoryControlStores", () => {
  it("fail where they are told to, as the real ones do", async () => {
    const { head, failing } = memoryControlStores();
    failing.add("read");
    await expect(head.read()).rejects.toMatchObject({ name: "StoreError" });
    failing.clear();
    await expect(head.read()).resolves.toBe(0);
  });
});
