import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUEUE_CLASSES } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import { NO_USAGE } from "../../shared/domain/usage.ts";
import { PERIOD_MS } from "../../shared/domain/usage-period.ts";
import type { MinuteRow, UsageStore } from "../../shared/ports/usage-store.ts";
import { someUsage, usageOfAgent } from "../builders/usage.ts";
import { START } from "../fakes/memory-clock.ts";

const { minute: MINUTE, hour: HOUR, day: DAY } = PERIOD_MS;
const row = (fields: Partial<MinuteRow> = {}): MinuteRow => ({
  at: START,
  writer: randomUUID(),
  version: 1,
  usage: NO_USAGE,
  ...fields,
});

/** What every implementation promises; each test takes days of its own. */
export function usageStoreContract(
  name: string,
  store: () => UsageStore,
): void {
  let days = 0;
  /** The beginning of a day that nobody else writes to. */
  const aDay = (): Date => later(START, (days += 100) * DAY);

  describe(`${name} keeps what was done`, () => {
    it("gives each minute of each writer as it was put, every field", async () => {
      await fc.assert(
        fc.asyncProperty(someUsage, async (usage) => {
          const at = aDay();
          const put = row({ at, usage });
          await store().putMinute(put);
          const range = { from: at, to: later(at, MINUTE) };
          expect(await store().minutes(range)).toEqual([put]);
        }),
        { numRuns: 20 },
      );
    });

    it("gives the minutes of a range, of all writers, and no others", async () => {
      const from = later(aDay(), 23 * HOUR);
      const at = [-1, 0, 59, 60, 119, 120].map((n) => later(from, n * MINUTE));
      const rows = at.flatMap((each) => [
        row({ at: each }),
        row({ at: each }),
        row({ at: each }),
      ]);
      for (const each of rows) await store().putMinute(each);
      const to = later(from, 120 * MINUTE);
      const found = await store().minutes({ from, to });
      const writers = (all: readonly MinuteRow[]) =>
        all.map(({ writer }) => writer).toSorted();
      expect(writers(found)).toEqual(writers(rows.slice(3, -3)));
    });

    it("takes a row that is put again whole, and an older one that comes late not at all", async () => {
      const at = aDay();
      const first = row({ at, usage: usageOfAgent("ada", { runMs: 1 }) });
      const usage = usageOfAgent("ada", { runMs: 2 });
      const second = { ...first, version: 2, usage };
      for (const each of [first, second, second, first])
        await store().putMinute(each);
      const range = { from: at, to: later(at, MINUTE) };
      expect(await store().minutes(range)).toEqual([second]);
    });

    it("gives the hours of a range in order, and the newest before a time", async () => {
      const from = later(aDay(), 22 * HOUR);
      const hours = [0, 1, 2, 3].map((n) => ({
        at: later(from, n * HOUR),
        usage: usageOfAgent(`agent-${n}`),
        total: NO_USAGE,
      }));
      for (const hour of hours.toReversed()) await store().putHour(hour);
      await store().putHour(hours[2]!);
      const to = later(from, 3 * HOUR);
      expect(await store().hours({ from, to })).toEqual(hours.slice(0, 3));
      expect(await store().newestHour(to)).toEqual(hours[2]);
      expect(await store().newestHour(later(to, 1))).toEqual(hours[3]);
      expect(await store().newestHour(later(to, 30 * DAY))).toEqual(hours[3]);
      expect(await store().newestHour(later(from, 0))).toBeUndefined();
    });

    it("keeps a mark for each late write until it is removed", async () => {
      const at = aDay();
      const marks = [
        { at, id: "a" },
        { at, id: "b" },
      ] as const;
      for (const mark of marks) await store().markLate(mark);
      expect(await store().lateMarks()).toEqual(marks);
      await store().removeLateMark(marks[0]);
      expect(await store().lateMarks()).toEqual([marks[1]]);
      await store().removeLateMark(marks[1]);
      expect(await store().lateMarks()).toEqual([]);
    });

    it("gives how much waited, in order", async () => {
      const from = later(aDay(), 23 * HOUR);
      const depth = (n: number) => ({
        at: later(from, n * MINUTE),
        classes: inEachClass({
          waiting: n,
          delayed: 1,
          running: 2,
          oldestAgeMs: n === 0 ? null : 5,
        }),
        ...(n === 60 && {
          runs: { normal: 3 },
          windows: [
            { name: "w", utilization: 0.5, resetsAt: from, seenAt: from },
            { name: "v", seenAt: from },
          ],
          system: { memoryBytes: 7, cpuCores: 0.5, slots: 3 },
        }),
      });
      for (const n of [120, 60, 0]) await store().putDepth(depth(n));
      const range = { from, to: later(from, 120 * MINUTE) };
      expect(await store().depths(range)).toEqual([depth(0), depth(60)]);
    });

    it("has nothing where nobody wrote", async () => {
      const from = aDay();
      const range = { from, to: later(from, 35 * DAY) };
      for (const ask of ["minutes", "hours", "depths"] as const)
        expect(await store()[ask](range)).toEqual([]);
    });
  });
}

const inEachClass = <Value>(value: Value) => {
  const [urgent, high, normal, scheduled, low] = QUEUE_CLASSES.map(() => value);
  return {
    urgent: urgent!,
    high: high!,
    normal: normal!,
    scheduled: scheduled!,
    low: low!,
  };
};
