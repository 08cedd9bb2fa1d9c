/** What the emergency stop remembers: how often its conditions were sighted, and the last stop. */
import type { Sightings, StopCondition } from "../domain/stop-conditions.ts";
import type { StopReport } from "../domain/stop-report.ts";

export type SightingsByCondition = Readonly<
  Partial<Record<StopCondition, Sightings>>
>;

export interface Versioned<T> {
  readonly value: T;
  /** Grows with each write; 0: never written. */
  readonly version: number;
}

/**
 * All methods reject with a `StoreError` when the store cannot be reached. A `replace…` writes over
 * what was seen; `false`: somebody wrote meanwhile, and nothing was changed.
 */
export interface StopStore {
  sightings(): Promise<Versioned<SightingsByCondition>>;
  replaceSightings(
    seen: Versioned<SightingsByCondition>,
    next: SightingsByCondition,
  ): Promise<boolean>;
  /** Of the last stop; `undefined`: there never was one. */
  report(): Promise<Versioned<StopReport | undefined>>;
  replaceReport(
    seen: Versioned<StopReport | undefined>,
    next: StopReport,
  ): Promise<boolean>;
}
