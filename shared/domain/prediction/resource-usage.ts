/** What the executors will take of their machines in an hour, by how it grew in the last one. */
import type { Depth } from "../depth.ts";
import { forecast } from "./forecast.ts";
import { everyMinute } from "./minutes.ts";
import {
  LEAST_SAMPLES,
  minutesFrom,
  type Prediction,
  trusted,
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
  const memory = trendOf(
    seen.map(({ x, memoryBytes }) => [x, memoryBytes]),
    statistics,
  );
  const cpu = trendOf(
    seen.map(({ x, cpuCores }) => [x, cpuCores]),
    statistics,
  );
  if (!memory || !cpu) return null;
  return {
    ...trusted({
      method: "damped-linear-regression",
      sampleSize: seen.length,
      margin: memory.high - memory.inAnHour,
      scale: Math.max(1, SCALE * memory.now),
    }),
    memory,
    cpu,
  };
}

/** Nothing of this can be less than none: a line that falls below ends there, and its bounds lie about that. */
function trendOf(
  points: readonly Point[],
  statistics: Statistics,
): Trend | undefined {
  const rules = { isNoisy: true, statistics };
  const foretold = forecast(everyMinute(points), rules);
  if (!foretold) return undefined;
  const { level, slope, ahead, off } = foretold;
  // What goes to and fro strays twice as far in four times the time.
  const margin = off * Math.sqrt(AHEAD_MINUTES / ahead);
  const perHour = slope * AHEAD_MINUTES;
  const inAnHour = Math.max(0, level + perHour);
  return {
    now: points.at(-1)?.[1] ?? 0,
    perHour,
    inAnHour,
    low: Math.max(0, inAnHour - margin),
    high: inAnHour + margin,
  };
}
