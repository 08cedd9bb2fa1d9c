/** Raises and clears the emergency stop: a gate that nothing passes until a person opens it. */
import { withRampUp } from "../domain/account-limit.ts";
import type { AccountLimitStore } from "../ports/account-limit-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { GateStore } from "../ports/control-store.ts";
import type { Journal } from "../ports/journal.ts";
import type { StopStore } from "../ports/stop-store.ts";
import { amendRow } from "./amend-row.ts";
import type { AuditDeed } from "./audit-deed.ts";
import type { TakeStopReport } from "./take-stop-report.ts";
import type { TellOfStop } from "./tell-of-stop.ts";

export interface StopOrder {
  readonly actor: string;
  readonly reason: string;
}

/** Raising a stop that is raised, or clearing one that is not, changes nothing and is no error. */
export interface EmergencyStop {
  raise(order: StopOrder): Promise<{ readonly changed: boolean }>;
  /** One task runs first, and then more and more. */
  clear(order: StopOrder): Promise<{ readonly changed: boolean }>;
  /** Makes up for what a process that raised a stop left undone: its report, and telling of it. */
  complete(): Promise<void>;
}

export interface StopDeps {
  readonly gates: Pick<GateStore, "closedGates" | "close" | "open">;
  readonly limits: AccountLimitStore;
  readonly stop: Pick<
    StopStore,
    "report" | "replaceReport" | "sightings" | "replaceSightings"
  >;
  readonly takeReport: TakeStopReport;
  readonly tell: TellOfStop;
  readonly audit: AuditDeed;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** The longest that raising a stop waits until people are told of it. */
const TELLING_MS = 8_000;

/**
 * The gate comes first: whatever fails after it is made up for by the clock's function, and must
 * not look as if there were no stop.
 */
export function emergencyStop(deps: StopDeps): EmergencyStop {
  const { gates, limits, stop, clock, journal } = deps;

  const attempt = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      journal.note({ event: "stop-incomplete", level: "error", error });
    }
  };

  /** An order is answered also while the issue tracker hangs; the clock's function tells it then. */
  const tellInTime = async (): Promise<void> => {
    const over = new AbortController();
    const told = attempt(deps.tell());
    await Promise.race([told, clock.sleep(TELLING_MS, over.signal)]);
    over.abort();
  };

  /** Before the gate opens, so that not everything starts at once. */
  const rampUp = () =>
    amendRow(limits, ({ limit }) => withRampUp(limit, clock.now()));

  /** Whoever stopped the service for them may have died before: they shall not stop it again. */
  const forgetSightings = () =>
    amendRow(
      { read: stop.sightings, replace: stop.replaceSightings },
      ({ value }) => (Object.keys(value).length === 0 ? undefined : {}),
    );

  const noteClearing = (clearedBy: string) =>
    amendRow({ read: stop.report, replace: stop.replaceReport }, ({ value }) =>
      !value || value.clearedAt
        ? undefined
        : { ...value, clearedBy, clearedAt: clock.now() },
    );

  return {
    async raise(order) {
      const since = clock.now();
      const gate = { name: "emergency", since, ...order } as const;
      const changed = await gates.close(gate);
      if (!changed) return { changed };
      await attempt(deps.takeReport({ since, ...order }));
      await deps.audit({ action: "emergency-stop", ...order });
      await tellInTime();
      return { changed };
    },
    async clear(order) {
      const closed = await gates.closedGates();
      if (!closed.some(({ name }) => name === "emergency"))
        return { changed: false };
      await rampUp();
      await attempt(forgetSightings());
      const changed = await gates.open("emergency");
      if (!changed) return { changed };
      await attempt(noteClearing(order.actor));
      await deps.audit({ action: "clear-stop", ...order });
      return { changed };
    },
    async complete() {
      const closed = await gates.closedGates();
      const gate = closed.find(({ name }) => name === "emergency");
      if (gate) await deps.takeReport(gate);
      // Also of one that was cleared before people could be told.
      const { value } = await stop.report();
      if (gate || value?.notice.heldUntil) await deps.tell();
    },
  };
}
