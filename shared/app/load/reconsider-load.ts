/** Closes and opens the gate `load` by what is known of the usage windows, and keeps it in the trail. */
import type { Deed } from "../../domain/audit.ts";
import { OWN_ACTOR } from "../../domain/audit.ts";
import {
  isSameLoad,
  loadGate,
  type LoadState,
  type WindowReading,
  withReadings,
} from "../../domain/load/load-state.ts";
import type { LoadManagement } from "../../domain/settings.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { LoadStore, SeenLoad } from "../../ports/load-store.ts";
import { amendRow } from "../amend-row.ts";
import type { AuditDeed } from "../audit-deed.ts";

export interface ReconsiderDeps {
  readonly loads: LoadStore;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
}

export interface Reconsidered {
  /** The row as it was read or written last; absent when others kept writing it. */
  readonly seen: LoadState;
  readonly changed: boolean;
}

/** Nothing is written while the same waits as before, however far the windows are used meanwhile. */
export type ReconsiderLoad = (
  rules: LoadManagement,
  readings: readonly WindowReading[],
) => Promise<Reconsidered>;

export function reconsiderLoad(deps: ReconsiderDeps): ReconsiderLoad {
  const { loads, clock } = deps;
  return async (rules, readings) => {
    let before: SeenLoad | undefined;
    const written = await amendRow(loads, (seen) => {
      before = seen;
      const now = clock.now();
      const next = withReadings(seen.state, readings, { rules, now });
      return isSameLoad(current(seen.state, now), next) ? undefined : next;
    });
    const was = (before ?? (await loads.read())).state;
    if (!written) return { seen: was, changed: false };
    const deed = loadDeed(was, written);
    deps.journal.note({ event: deed.action, level: "warn", ...deed.detail });
    await deps.audit(deed);
    return { seen: written, changed: true };
  };
}

/** Without the windows that have reset: their gate has opened by itself. */
const current = (state: LoadState, now: Date): LoadState => ({
  ...state,
  windows: state.windows.filter(({ resetsAt }) => resetsAt > now),
});

function loadDeed(before: LoadState, after: LoadState): Deed {
  const gate = loadGate(after);
  if (gate)
    return {
      action: "load-held",
      actor: OWN_ACTOR,
      reason: gate.reason,
      detail: { holds: gate.holds, until: gate.until },
    };
  return {
    action: "load-freed",
    actor: OWN_ACTOR,
    reason: "the usage windows allow it again",
    detail: { wasHeldFor: loadGate(before)?.reason },
  };
}
