import { describe, expect, it } from "vitest";
import type { Depth } from "../../../../shared/domain/depth.ts";
import {
  expectedStart,
  startKept,
} from "../../../../shared/domain/prediction/expected-start.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aTask } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";

const MINUTE = 60_000;
const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };

const depth = (waiting: number, fields: Partial<Depth> = {}): Depth => ({
  at: START,
  classes: {
    urgent: EMPTY,
    high: EMPTY,
    normal: { ...EMPTY, waiting },
    scheduled: EMPTY,
    low: EMPTY,
  },
  runs: { normal: 4 },
  system: { memoryBytes: 1, cpuCores: 0 },
  ...fields,
});
const joining = { queueClass: "normal", notBefore: START } as const;

describe("when a task is expected to start", () => {
  it("is at once where nothing waits, and not before its time", () => {
    expect(expectedStart(joining, [depth(0)], START)).toEqual(
      later(START, 1_000),
    );
    const notBefore = later(START, MINUTE);
    expect(expectedStart({ ...joining, notBefore }, [depth(0)], START)).toEqual(
      notBefore,
    );
  });

  it("is after those that wait, at the rate of the last minutes", () => {
    const depths = [depth(9, { runs: {} }), depth(8)];
    expect(expectedStart(joining, depths, START)).toEqual(
      later(START, 4 * MINUTE + 1_000),
    );
  });

  it("is when the first run ends, of whichever class, where every place is taken", () => {
    const system = { memoryBytes: 1, cpuCores: 0, slots: 2 };
    const { classes } = depth(0);
    const low = { ...EMPTY, running: 2 };
    const busy = { system, classes: { ...classes, low } };
    const ended = { low: 1, urgent: 1 };
    expect(
      expectedStart(joining, [depth(0, { ...busy, runs: ended })], START),
    ).toEqual(later(START, MINUTE / 2 + 1_000));
    // Long runs: none has ended yet.
    expect(
      expectedStart(joining, [depth(0, { ...busy, runs: {} })], START),
    ).toBeUndefined();
    const free = { ...busy, system: { ...system, slots: 3 } };
    expect(expectedStart(joining, [depth(0, free)], START)).toEqual(
      later(START, 1_000),
    );
  });

  it("is not known without a rate, an executor, or a note of the last minutes", () => {
    const { system: _, ...unseen } = depth(0);
    const { runs: _runs, ...idle } = depth(1);
    for (const depths of [[], [unseen], [idle]])
      expect(expectedStart(joining, depths, START)).toBeUndefined();
    const now = later(START, 3 * MINUTE + 1);
    expect(expectedStart(joining, [depth(0)], now)).toBeUndefined();
  });
});

describe("a start that was told", () => {
  const predictedStartAt = later(START, 10 * MINUTE);
  const task = aTask({ createdAt: START, predictedStartAt, fence: 1 });

  it.each([
    [0, 1],
    [-2.5 * MINUTE, 1],
    [2.5 * MINUTE, 1],
    [2.5 * MINUTE + 1, 0],
    [-3 * MINUTE, 0],
  ])("and came %d ms later is kept: %d", (ms, kept) => {
    expect(startKept(task, later(predictedStartAt, ms))).toEqual({
      PredictedStartKept: kept,
      PredictedStartError: Math.abs(ms),
    });
  });

  it("is kept within half a minute, however short the wait", () => {
    const soon = { ...task, predictedStartAt: later(START, 1_000) };
    expect(startKept(soon, later(START, 31_000))?.PredictedStartKept).toBe(1);
    expect(startKept(soon, later(START, 31_001))?.PredictedStartKept).toBe(0);
  });

  it("is not judged by a later start, nor where none was told", () => {
    expect(startKept({ ...task, fence: 3 }, START)).toBeUndefined();
    expect(startKept(aTask({ fence: 1 }), START)).toBeUndefined();
  });
});
