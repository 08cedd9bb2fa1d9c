/** Whether the account's usage windows will be used up before they reset, by how fast they fill. */
import type { Depth } from "../depth.ts";
import { later } from "../timing.ts";
import type { SeenWindow } from "../usage.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { everyMinute } from "./minutes.ts";
import {
  LEAST_SAMPLES,
  minutesFrom,
  type Prediction,
  type Reached,
  reached,
  slopeMargin,
  standardError,
  trusted,
} from "./prediction.ts";
import type { Point, Statistics } from "./statistics.ts";

export interface WindowRisk extends Prediction {
  readonly name: string;
  readonly utilization: number;
  readonly resetsAt: Date;
  /** When a run told how far it is used. */
  readonly seenAt: Date;
  /** What is used in an hour, as a share of the window. */
  readonly burnRatePerHour: number;
  /** When it is used up at this rate, were it not to reset before. */
  readonly exhaustion: Reached;
  /** 0 to 1: the probability that it is used up before it resets. */
  readonly risk: number;
}

export interface RateLimitRisk extends Prediction {
  /** That of the window that is most at risk, which comes first. */
  readonly risk: number;
  readonly windows: readonly WindowRisk[];
}

/** An error of a tenth of the window halves the confidence. */
const SCALE = 0.1;
/** How far ahead load management looks. */
const SOON_MS = 15 * 60_000;
/** A reading of one hundredth may as well be the next: a line through such steps is no surer than that. */
const LEAST_ERROR = 0.005;

/** `null`: no window of which enough is known. */
export function rateLimitRisk(
  depths: readonly Depth[],
  now: Date,
  statistics: Statistics,
): RateLimitRisk | null {
  const windows = [...seriesByName(depths, now)]
    .flatMap((series) => windowRisk(series, now, statistics) ?? [])
    .toSorted((one, other) => other.risk - one.risk);
  const [worst] = windows;
  if (!worst) return null;
  const { method, sampleSize, confidence, risk } = worst;
  return { method, sampleSize, confidence, risk, windows };
}

/** The readings of each window that has not reset, of its present period only, the first first. */
function seriesByName(
  depths: readonly Depth[],
  now: Date,
): readonly (readonly SeenWindow[])[] {
  const byName = Map.groupBy(
    depths.flatMap(({ windows = [] }) => windows),
    ({ name }) => name,
  );
  return [...byName.values()].map((readings) => {
    const end = readings.at(-1)?.resetsAt;
    return readings.filter(
      ({ resetsAt }) =>
        resetsAt !== undefined &&
        resetsAt > now &&
        resetsAt.getTime() === end?.getTime(),
    );
  });
}

function windowRisk(
  readings: readonly SeenWindow[],
  now: Date,
  statistics: Statistics,
): WindowRisk | undefined {
  const last = readings.at(-1);
  if (last?.utilization === undefined || !last.resetsAt) return undefined;
  const { name, utilization, resetsAt, seenAt } = last;
  const points = pointsOf(readings, now);
  if (points.length < LEAST_SAMPLES) return undefined;
  const used = everyMinute(points);
  const foretold = forecast(used, { isNoisy: false, statistics });
  if (!foretold) return undefined;
  const ahead = minutesFrom(now, resetsAt);
  const margin = slopeMargin(foretold) * Math.min(ahead, 60);
  return {
    ...trusted({
      method: "linear-regression",
      sampleSize: points.length,
      margin,
      scale: SCALE,
    }),
    name,
    utilization,
    resetsAt,
    seenAt,
    burnRatePerHour: foretold.slope * 60,
    exhaustion: reached(1 - utilization, foretold, now),
    risk: riskOf(utilization, foretold, { ahead, statistics }),
  };
}

/** Only runs use a window: while none tells of it, it is as it was. */
function pointsOf(
  readings: readonly SeenWindow[],
  now: Date,
): readonly Point[] {
  const told = readings.flatMap(({ utilization, seenAt }): Point[] =>
    utilization === undefined ? [] : [[minutesFrom(now, seenAt), utilization]],
  );
  return [...new Map(told)];
}

function riskOf(
  utilization: number,
  foretold: Forecast,
  { ahead, statistics }: { ahead: number; statistics: Statistics },
): number {
  const margin = slopeMargin(foretold) * ahead;
  const error = Math.max(LEAST_ERROR, standardError(margin));
  const atReset = utilization + foretold.slope * ahead;
  return statistics.probabilityBelow((atReset - 1) / error);
}

/**
 * The share of the window that is expected to be used soon, when it is expected to be used up
 * before it resets; `null` when it is not, or when that is not sure enough to act on.
 */
export function expectedSoon(window: WindowRisk, now: Date): number | null {
  const { utilization, burnRatePerHour, resetsAt, exhaustion } = window;
  const { expected } = exhaustion;
  if (!expected || expected >= resetsAt) return null;
  if (window.confidence < LEAST_CONFIDENCE) return null;
  const until = later(now, SOON_MS) < resetsAt ? SOON_MS : +resetsAt - +now;
  return utilization + (burnRatePerHour * until) / 3_600_000;
}

/** Less than that, and nothing is held back for what is only expected. */
const LEAST_CONFIDENCE = 0.25;
