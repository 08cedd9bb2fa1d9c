/** What usage windows hold back, in memory. */
import type { ClosedGate, GateName } from "../../shared/domain/gate.ts";
import {
  loadGate,
  type LoadState,
  NO_LOAD,
} from "../../shared/domain/load/load-state.ts";
import type { Head } from "../../shared/ports/control-store.ts";
import type { LoadStore } from "../../shared/ports/load-store.ts";

/** The row of the gate `load`. */
export interface LoadRow {
  version: number;
  state: LoadState;
}

export const emptyLoadRow = (): LoadRow => ({ version: 0, state: NO_LOAD });

/** Shares its row with the gate `load`. */
export function memoryLoads(
  check: (method: "closedGates" | "replace") => void,
  head: Pick<Head, "move">,
  closed: Map<GateName, ClosedGate>,
  row: LoadRow,
): LoadStore {
  return {
    async read() {
      check("closedGates");
      const { since: _, ...state } = row.state;
      const since = closed.get("load")?.since;
      return {
        version: row.version,
        state: { ...state, ...(since && { since }) },
      };
    },
    async replace({ version }, next) {
      check("replace");
      const isCurrent = version === row.version;
      if (isCurrent) {
        row.version += 1;
        row.state = next;
        const gate = loadGate(next);
        if (gate) closed.set("load", gate);
        else closed.delete("load");
      }
      await head.move();
      return isCurrent;
    },
  };
}
