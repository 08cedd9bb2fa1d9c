/** What the executors will take of their machines in an hour, by how it grew in the last one. */
import type { Depth } from "../depth.ts";
import {
  LEAST_SAMPLES,
  minutesFrom,
  type Prediction,
  trusted,
  WITHIN_90_PERCENT,
} from "./prediction.ts";
import type { Point, Statistics } from "./statistics.ts";

export interface Trend {
  readonly now: number;
  readonly perHour: number;
  /** In an hour: most likely, and between what it lies with 90 % probability. */
  readonly inAnHour: number;
  readonly low: number;
  readonly high: number;
}

export interface ResourceUsage extends Prediction {
  /** Bytes of all executors' processes together. */
  readonly memory: Trend;
  /** Cores in use by them. */
  readonly cpu: Trend;
}

const AHEAD_MINUTES = 60;
/** An error of a tenth of what is in use halves the confidence. */
const SCALE = 0.1;

/** `null`: executors were seen in too few minutes. */
export function resourceUsage(
  depths: readonly Depth[],
  now: Date,
  statistics: Statistics,
): ResourceUsage | null {
  const seen = depths.flatMap(({ at, system }) =>
    system ? [{ x: minutesFrom(now, at), ...system }] : [],
  );
  if (seen.length < LEAST_SAMPLES) return null;
  const memory = seen.map(({ x, memoryBytes }): Point => [x, memoryBytes]);
  const cpu = seen.map(({ x, cpuCores }): Point => [x, cpuCores]);
  const line = statistics.fitLine(memory);
  return {
    ...trusted({
      sampleSize: seen.length,
      line,
      ahead: AHEAD_MINUTES,
      scale: Math.max(1, SCALE * lastOf(memory)),
    }),
    memory: trendOf(memory, statistics),
    cpu: trendOf(cpu, statistics),
  };
}

/** Nothing of this can be less than none: a line that falls below ends there, and its bounds lie about that. */
function trendOf(points: readonly Point[], statistics: Statistics): Trend {
  const line = statistics.fitLine(points);
  const margin = WITHIN_90_PERCENT * line.errorAt(AHEAD_MINUTES);
  const inAnHour = Math.max(0, line.valueAt(AHEAD_MINUTES));
  return {
    now: lastOf(points),
    perHour: line.slope * AHEAD_MINUTES,
    inAnHour,
    low: Math.max(0, inAnHour - margin),
    high: inAnHour + margin,
  };
}

const lastOf = (points: readonly Point[]): number => points.at(-1)?.[1] ?? 0;
