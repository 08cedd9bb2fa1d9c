import type { Head } from "../../shared/ports/control-store.ts";
import type {
  SettingsStore,
  StoredSettings,
} from "../../shared/ports/settings-store.ts";
import { StoreError } from "../../shared/ports/task-store.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

export interface MemorySettingsStore extends SettingsStore {
  readonly failing: Failing<SettingsStore>;
  /** The row as it is; a test may put there what another version of us wrote. */
  row: StoredSettings;
}

/** Honours what the port promises; nothing of it survives. */
export function memorySettingsStore(
  head: Pick<Head, "move"> = { move: async () => {} },
): MemorySettingsStore {
  const failing: Failing<SettingsStore> = new Set();
  const check = (method: keyof SettingsStore): void => {
    refuseIfFailing(failing, method, (...told) => new StoreError(...told));
  };
  const store: MemorySettingsStore = {
    failing,
    row: { version: 0, patch: {} },
    async read() {
      check("read");
      return structuredClone(store.row);
    },
    async replace({ version }, next) {
      check("replace");
      const isCurrent = version === store.row.version;
      if (isCurrent)
        store.row = structuredClone({ ...next, version: version + 1 });
      await head.move();
      return isCurrent;
    },
  };
  return store;
}
