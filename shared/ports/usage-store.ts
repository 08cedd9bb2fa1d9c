/**
 * What was done, by time: a row for each minute and writer, one for each hour made of them, and how
 * much waited at each minute. All rows are put whole, so that a repeated write changes nothing; they
 * are kept for `KEEP_USAGE_MS`, those of hours for `KEEP_HOURS_MS`. All methods reject with a `StoreError` when the store cannot be reached.
 */
import type { Depth } from "../domain/depth.ts";
import type { Usage } from "../domain/usage.ts";
import type { TimeRange } from "../domain/usage-period.ts";

export interface MinuteRow {
  /** Where the minute begins. */
  readonly at: Date;
  /** One process, from its start to its end: nobody else writes this row. */
  readonly writer: string;
  /** Grows with each put of the row: an older one that comes late is not taken. */
  readonly version: number;
  readonly usage: Usage;
}

export interface HourRow {
  /** Where the hour begins. */
  readonly at: Date;
  readonly usage: Usage;
  /** Since the beginning, this hour included; without names of agents. */
  readonly total: Usage;
}

/** A minute was written after its hour may have been made of those that were there. */
export interface LateMark {
  readonly at: Date;
  /** Names this write alone. */
  readonly id: string;
}

export interface UsageStore {
  putMinute(row: MinuteRow): Promise<void>;
  /** Of all writers, in no order. Sees every write that was done before. */
  minutes(range: TimeRange): Promise<readonly MinuteRow[]>;
  putHour(row: HourRow): Promise<void>;
  /** Those that were made, the first first. */
  hours(range: TimeRange): Promise<readonly HourRow[]>;
  /** The latest that was made, of those that begin before. */
  newestHour(before: Date): Promise<HourRow | undefined>;
  markLate(mark: LateMark): Promise<void>;
  lateMarks(): Promise<readonly LateMark[]>;
  removeLateMark(mark: LateMark): Promise<void>;
  putDepth(depth: Depth): Promise<void>;
  /** The first first. */
  depths(range: TimeRange): Promise<readonly Depth[]>;
}
