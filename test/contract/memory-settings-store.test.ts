import { memoryControlStores } from "../fakes/memory-control-stores.ts";
import { memorySettingsStore } from "../fakes/memory-settings-store.ts";
import { settingsStoreContract } from "./settings-store.contract.ts";

const { head } = memoryControlStores();
const settingsStore = memorySettingsStore(head);
settingsStoreContract("memorySettingsStore", () => ({ settingsStore, head }));
