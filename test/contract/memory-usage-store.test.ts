import { memoryUsageStore } from "../fakes/memory-usage-store.ts";
import { usageStoreContract } from "./usage-store.contract.ts";

const shared = memoryUsageStore();
usageStoreContract("memoryUsageStore", () => shared);
