import type { Depth } from "../../shared/domain/depth.ts";
import type { TimeRange } from "../../shared/domain/usage-period.ts";
import { StoreError } from "../../shared/ports/task-store.ts";
import type {
  HourRow,
  LateMark,
  MinuteRow,
  UsageStore,
} from "../../shared/ports/usage-store.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

export interface MemoryUsageStore extends UsageStore {
  readonly failing: Failing<UsageStore>;
  /** How often each method was called. */
  readonly calls: Partial<Record<keyof UsageStore, number>>;
}

interface Timed {
  readonly at: Date;
}

export function memoryUsageStore(): MemoryUsageStore {
  const failing: Failing<UsageStore> = new Set();
  const calls: Partial<Record<keyof UsageStore, number>> = {};
  const check = (method: keyof UsageStore): void => {
    calls[method] = (calls[method] ?? 0) + 1;
    refuseIfFailing(failing, method, (...told) => new StoreError(...told));
  };
  const minutes = new Map<string, MinuteRow>();
  const hours = new Map<number, HourRow>();
  const marks = new Map<string, LateMark>();
  const depths = new Map<number, Depth>();
  return {
    failing,
    calls,
    async putMinute(row) {
      check("putMinute");
      const key = `${row.at.toISOString()}#${row.writer}`;
      if (row.version > (minutes.get(key)?.version ?? 0)) minutes.set(key, row);
    },
    async minutes(range) {
      check("minutes");
      return [...minutes.values()].filter(isIn(range));
    },
    async putHour(row) {
      check("putHour");
      hours.set(row.at.getTime(), row);
    },
    async hours(range) {
      check("hours");
      return [...hours.values()].filter(isIn(range)).toSorted(byTime);
    },
    async newestHour(before) {
      check("newestHour");
      const older = [...hours.values()].filter(({ at }) => at < before);
      return older.toSorted(byTime).at(-1);
    },
    async markLate(mark) {
      check("markLate");
      marks.set(mark.id, mark);
    },
    async lateMarks() {
      check("lateMarks");
      return [...marks.values()];
    },
    async removeLateMark({ id }) {
      check("removeLateMark");
      marks.delete(id);
    },
    async putDepth(depth) {
      check("putDepth");
      depths.set(depth.at.getTime(), depth);
    },
    async depths(range) {
      check("depths");
      return [...depths.values()].filter(isIn(range)).toSorted(byTime);
    },
  };
}

const isIn =
  ({ from, to }: TimeRange) =>
  ({ at }: Timed): boolean =>
    at >= from && at < to;

const byTime = (one: Timed, other: Timed): number =>
  one.at.getTime() - other.at.getTime();
