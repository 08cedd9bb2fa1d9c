import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simpleStatistics } from "../../../../shared/adapters/simple-statistics/statistics.ts";
import type { Depth } from "../../../../shared/domain/depth.ts";
import { queueOverflow } from "../../../../shared/domain/prediction/queue-overflow.ts";
import {
  expectedSoon,
  rateLimitRisk,
} from "../../../../shared/domain/prediction/rate-limit-risk.ts";
import { resourceUsage } from "../../../../shared/domain/prediction/resource-usage.ts";
import { QUEUE_CLASSES } from "../../../../shared/domain/task.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { START } from "../../../fakes/memory-clock.ts";

const MINUTE = 60_000;
const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };
const minutesAgo = (minutes: number): Date => later(START, -minutes * MINUTE);

/** One row for each of the last minutes, the last of them now. */
const rows = (
  count: number,
  row: (minutesAgo: number) => Partial<Depth>,
): Depth[] =>
  Array.from({ length: count }, (_, index) => {
    const ago = count - 1 - index;
    return {
      at: minutesAgo(ago),
      classes: {
        urgent: EMPTY,
        high: EMPTY,
        normal: EMPTY,
        scheduled: EMPTY,
        low: EMPTY,
      },
      ...row(ago),
    };
  });

describe("the risk of a usage limit", () => {
  const resetsAt = later(START, 60 * MINUTE);
  const filling = (perMinute: number, last: number, count = 30) =>
    rows(count, (ago) => ({
      windows: [
        {
          name: "five_hour",
          utilization: last - perMinute * ago,
          resetsAt,
          seenAt: minutesAgo(ago),
        },
      ],
    }));
  const riskOf = (depths: readonly Depth[], now = START) =>
    rateLimitRisk(depths, now, simpleStatistics);

  it("is high for a window that is used up before it resets, and says when", () => {
    const risk = riskOf(filling(0.01, 0.7));
    expect(risk).toMatchObject({ method: "linear-regression", sampleSize: 30 });
    expect(risk?.risk).toBeCloseTo(1);
    expect(risk?.confidence).toBeCloseTo(1);
    const [window] = risk?.windows ?? [];
    expect(window?.burnRatePerHour).toBeCloseTo(0.6);
    const expected = window?.exhaustion.expected?.getTime() ?? 0;
    expect(Math.abs(expected - +later(START, 30 * MINUTE))).toBeLessThan(1_000);
  });

  it("is low for a window that resets before, and expects nothing of it soon", () => {
    const risk = riskOf(filling(0.001, 0.7));
    expect(risk?.risk).toBeCloseTo(0);
    expect(expectedSoon(risk!.windows[0]!, START)).toBeNull();
  });

  it("is null of fewer than five readings or ten minutes, and without windows", () => {
    const few = filling(0.01, 0.7).filter((_, index) => index % 8 === 7);
    expect(riskOf(few)).toBeNull();
    expect(riskOf(filling(0.01, 0.7, 9))).toBeNull();
    expect(riskOf(rows(30, () => ({})))).toBeNull();
    const blind = rows(30, (ago) => ({
      windows: [{ name: "w", resetsAt, seenAt: minutesAgo(ago) }],
    }));
    expect(riskOf(blind)).toBeNull();
  });

  it("is of the present period alone, and of none that is over", () => {
    const before = rows(60, (ago) => ({
      windows: [
        {
          name: "five_hour",
          utilization: ago > 9 ? 0.9 : 0.01,
          resetsAt: ago > 9 ? minutesAgo(10) : resetsAt,
          seenAt: minutesAgo(ago),
        },
      ],
    }));
    expect(riskOf(before)?.sampleSize).toBe(10);
    expect(riskOf(filling(0.01, 0.7), resetsAt)).toBeNull();
  });

  it("falls while no run tells of the window, for only runs use it", () => {
    const depths = filling(0.01, 0.7, 20);
    const now = riskOf(depths)!.windows[0]!;
    const then = riskOf(depths, later(START, 20 * MINUTE))!.windows[0]!;
    expect(then.burnRatePerHour).toBeLessThan(now.burnRatePerHour / 1.5);
  });

  it("names the window most at risk first", () => {
    const two = filling(0.01, 0.7).map((row) => ({
      ...row,
      windows: [
        ...(row.windows ?? []),
        { ...row.windows![0]!, name: "seven_day", utilization: 0.1 },
      ],
    }));
    const risk = riskOf(two);
    expect(risk?.windows.map(({ name }) => name)).toEqual([
      "five_hour",
      "seven_day",
    ]);
    expect(risk?.risk).toBe(risk?.windows[0]?.risk);
  });

  it("expects soon what the next quarter of an hour brings, and no more than until the reset", () => {
    const [window] = riskOf(filling(0.02, 0.7))!.windows;
    expect(expectedSoon(window!, START)).toBeCloseTo(1);
    const soon = later(START, 5 * MINUTE);
    const full = { ...window!, resetsAt: soon };
    expect(expectedSoon(full, START)).toBeNull();
    const faster = { ...full, burnRatePerHour: 4.8 };
    const exhaustion = { ...faster.exhaustion, expected: later(START, MINUTE) };
    expect(expectedSoon({ ...faster, exhaustion }, START)).toBeCloseTo(1.1);
  });

  it("is not acted on while it is unsure", () => {
    const few = filling(0.01, 0.7).filter((_, index) => index % 5 === 4);
    const [window] = riskOf(few)!.windows;
    expect(window?.exhaustion.expected).not.toBeNull();
    expect(window?.confidence).toBeLessThan(0.25);
    expect(expectedSoon(window!, START)).toBeNull();
  });

  it("is a probability, and surer than none, whatever was read", () => {
    const share = fc.double({ min: 0, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { minLength: 10, maxLength: 60 }), (used) => {
        const depths = rows(used.length, (ago) => ({
          windows: [
            {
              name: "w",
              utilization: used[ago]!,
              resetsAt,
              seenAt: minutesAgo(ago),
            },
          ],
        }));
        const { risk, confidence } = riskOf(depths)!;
        for (const each of [risk, confidence]) {
          expect(each).toBeGreaterThanOrEqual(0);
          expect(each).toBeLessThanOrEqual(1);
        }
        expect(confidence).toBeGreaterThan(0);
      }),
    );
  });
});

describe("the overflow of a queue", () => {
  const cap = { now: START, maxQueuedPerClass: 1_000 };
  const growing = (perMinute: number, last: number, count = 30) =>
    rows(count, (ago) => {
      const [row] = rows(1, () => ({}));
      const normal = { ...EMPTY, waiting: last - perMinute * ago };
      return {
        classes: { ...row!.classes, normal },
        runs: { normal: 3 },
      };
    });

  it("comes when more arrive than are served, and says when", () => {
    const told = queueOverflow(growing(10, 700), cap, simpleStatistics);
    expect(told).toMatchObject({ sampleSize: 30 });
    const expected = told?.overflowsAt?.getTime() ?? 0;
    expect(Math.abs(expected - +later(START, 30 * MINUTE))).toBeLessThan(1_000);
    const [first] = told?.classes ?? [];
    expect(first).toMatchObject({
      class: "normal",
      waiting: 700,
      serviceRate: 3,
    });
    expect(first?.arrivalRate).toBeCloseTo(13);
    expect(told?.classes).toHaveLength(QUEUE_CLASSES.length);
  });

  it("is not foreseen of a queue that shrinks, and has come in one that is full", () => {
    const shrinking = queueOverflow(growing(-1, 700), cap, simpleStatistics);
    expect(shrinking?.overflowsAt).toBeNull();
    const full = queueOverflow(growing(1, 1_000), cap, simpleStatistics);
    expect(full?.overflowsAt).toEqual(START);
  });

  it("is null of too few minutes, and surer of more of them", () => {
    expect(queueOverflow(growing(1, 9, 4), cap, simpleStatistics)).toBeNull();
    expect(queueOverflow(growing(1, 9, 9), cap, simpleStatistics)).toBeNull();
    const few = queueOverflow(growing(1, 10, 10), cap, simpleStatistics);
    const many = queueOverflow(growing(1, 30, 30), cap, simpleStatistics);
    expect(few!.confidence).toBeLessThan(many!.confidence);
  });
});

describe("the trend of what is used", () => {
  it("is told for memory and processors, with what lies between", () => {
    const depths = rows(30, (ago) => ({
      system: { memoryBytes: 1_000 - 10 * ago, cpuCores: 1 },
    }));
    const told = resourceUsage(depths, START, simpleStatistics);
    expect(told?.memory.now).toBe(1_000);
    expect(told?.memory.perHour).toBeCloseTo(600);
    expect(told?.memory.inAnHour).toBeCloseTo(1_600);
    expect(told?.memory.low).toBeCloseTo(1_600);
    expect(told?.memory.high).toBeCloseTo(1_600);
    expect(told?.cpu.inAnHour).toBeCloseTo(1);
  });

  it("is never less than none", () => {
    const depths = rows(30, (ago) => ({
      system: { memoryBytes: 10 * ago, cpuCores: 0.1 * ago },
    }));
    const told = resourceUsage(depths, START, simpleStatistics);
    expect(told?.memory).toMatchObject({ inAnHour: 0, low: 0, high: 0 });
  });

  it("is null while no executors were seen, or for too few minutes", () => {
    const depths = rows(30, () => ({}));
    expect(resourceUsage(depths, START, simpleStatistics)).toBeNull();
    const system = { memoryBytes: 1_000, cpuCores: 1 };
    const few = rows(19, () => ({ system }));
    expect(resourceUsage(few, START, simpleStatistics)).toBeNull();
  });
});
