import type { StopStore, Versioned } from "../../shared/ports/stop-store.ts";
import { StoreError } from "../../shared/ports/task-store.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

export interface MemoryStopStore extends StopStore {
  readonly failing: Failing<StopStore>;
}

/** Honours what the port promises; nothing of it survives. */
export function memoryStopStore(): MemoryStopStore {
  const failing: Failing<StopStore> = new Set();
  const row = <T>(
    first: T,
    reading: keyof StopStore,
    writing: keyof StopStore,
  ) => {
    let row: Versioned<T> = { version: 0, value: first };
    const check = (method: keyof StopStore): void => {
      refuseIfFailing(failing, method, (...told) => new StoreError(...told));
    };
    return {
      async read(): Promise<Versioned<T>> {
        check(reading);
        return structuredClone(row);
      },
      async replace(seen: Versioned<T>, next: T): Promise<boolean> {
        check(writing);
        if (seen.version !== row.version) return false;
        row = { version: row.version + 1, value: structuredClone(next) };
        return true;
      },
    };
  };
  const sightings = row<Awaited<ReturnType<StopStore["sightings"]>>["value"]>(
    {},
    "sightings",
    "replaceSightings",
  );
  const report = row<Awaited<ReturnType<StopStore["report"]>>["value"]>(
    undefined,
    "report",
    "replaceReport",
  );
  return {
    failing,
    sightings: sightings.read,
    replaceSightings: sightings.replace,
    report: report.read,
    replaceReport: report.replace,
  };
}
