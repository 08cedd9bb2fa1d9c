import { memoryStopStore } from "../fakes/memory-stop-store.ts";
import { stopStoreContract } from "./stop-store.contract.ts";

const store = memoryStopStore();
stopStoreContract("memoryStopStore", () => store);
