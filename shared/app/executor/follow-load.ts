/** What the usage windows hold back, as this executor's runs show it, told to all. */
import {
  isSameLoad,
  type LoadState,
  NO_LOAD,
  type WindowReading,
  withReadings,
} from "../../domain/load/load-state.ts";
import type { UsageWindow } from "../../domain/outcome.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { ReconsiderLoad } from "../load/reconsider-load.ts";
import type { FollowedSettings } from "./follow-settings.ts";

export interface LoadFollower {
  /** A run told of windows. Never rejects: the next run tells again, and so does the clock. */
  observe(windows: readonly UsageWindow[]): Promise<void>;
  /** To be called when the gates or the settings were read anew. */
  look(): void;
  /** Resolves when no look is under way. */
  settled(): Promise<void>;
}

export interface LoadFollowerDeps {
  readonly reconsider: ReconsiderLoad;
  readonly settings: Pick<FollowedSettings, "current">;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  /** Sees the gates as they are now. Never rejects. */
  readonly refresh: () => Promise<void>;
}

export function followLoad(deps: LoadFollowerDeps): LoadFollower {
  let known: LoadState = NO_LOAD;
  let looking: Promise<void> | undefined;

  const reconsider = async (
    windows: readonly WindowReading[],
  ): Promise<void> => {
    try {
      const rules = deps.settings.current().loadManagement;
      const { seen, changed } = await deps.reconsider(rules, windows);
      known = seen;
      if (changed) await deps.refresh();
    } catch (error) {
      deps.journal.note({ event: "load-not-written", level: "error", error });
    }
  };

  /** Spares the table a question after each run that changes nothing. */
  const wouldChange = (windows: readonly WindowReading[]): boolean => {
    const rules = deps.settings.current().loadManagement;
    const at = { rules, now: deps.clock.now() };
    const next = withReadings(known, windows, at);
    return !isSameLoad(withReadings(known, [], at), next);
  };

  return {
    async observe(windows) {
      const seenAt = deps.clock.now();
      const readings = windows.map((window) => ({ ...window, seenAt }));
      if (wouldChange(readings)) await reconsider(readings);
    },
    look() {
      looking ??= reconsider([]).finally(() => {
        looking = undefined;
      });
    },
    settled: async () => {
      await looking;
    },
  };
}
