/** A person opens the gate `load`: the windows that it waits for hold nothing until they reset. */
import { loadGate, overruledByHand } from "../../domain/load/load-state.ts";
import type { LoadStore } from "../../ports/load-store.ts";
import { amendRow } from "../amend-row.ts";

/** `false`: nothing was held for the sake of a window. */
export const overruleLoad = async (loads: LoadStore): Promise<boolean> => {
  const written = await amendRow(loads, ({ state }) =>
    loadGate(state) ? overruledByHand(state) : undefined,
  );
  return written !== undefined;
};
