/** Makes changed settings hold on this executor; those that are asked for at each use need no help. */
import type { FollowedSettings } from "./follow-settings.ts";
import type { Slots } from "./slots.ts";

export interface AppliedSettings {
  /** To be called when they may have changed. */
  apply(): void;
  /** The least time between two starts. */
  delayMs(): number;
}

export function applySettings(deps: {
  readonly settings: Pick<FollowedSettings, "current">;
  readonly slots: Pick<Slots, "size" | "resize">;
  readonly onChange: () => void;
}): AppliedSettings {
  const { settings, slots } = deps;
  let delayMs = settings.current().throttleDelayMs;
  return {
    apply() {
      const { concurrency, throttleDelayMs } = settings.current();
      if (concurrency === slots.size() && throttleDelayMs === delayMs) return;
      slots.resize(concurrency);
      delayMs = throttleDelayMs;
      deps.onChange();
    },
    delayMs: () => delayMs,
  };
}
