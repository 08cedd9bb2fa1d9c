/** What every prediction says of itself: how it was made, of how much, and how far to trust it. */
import type { Line } from "./statistics.ts";

export interface Prediction {
  readonly method: "linear-regression";
  /** How many measurements it was made of. */
  readonly sampleSize: number;
  /** 0 to 1: more with more measurements, less the further off the prediction may be. */
  readonly confidence: number;
}

/** Fewer tell nothing, and nothing is predicted. */
export const LEAST_SAMPLES = 5;
/** So many are as good as more. */
const ENOUGH_SAMPLES = 30;
/** Of a normal distribution, 90 % lie within so many standard errors. */
export const WITHIN_90_PERCENT = 1.645;

export interface Trust {
  readonly sampleSize: number;
  readonly line: Line;
  /** How far ahead is looked, in the line's own unit. */
  readonly ahead: number;
  /** An error of this size halves the confidence. */
  readonly scale: number;
}

export function trusted({ sampleSize, line, ahead, scale }: Trust): Prediction {
  const error = line.slopeError * ahead;
  const share = Math.min(1, sampleSize / ENOUGH_SAMPLES);
  return {
    method: "linear-regression",
    sampleSize,
    confidence: (share * scale) / (scale + error),
  };
}

/** When something is reached: most likely, at the earliest, at the latest; `null`: not foreseeable. */
export interface Reached {
  readonly expected: Date | null;
  readonly earliest: Date | null;
  readonly latest: Date | null;
}

/** @param distance from now to what is reached, in the line's unit of height; its `x` are minutes */
export function reached(distance: number, line: Line, now: Date): Reached {
  const margin = WITHIN_90_PERCENT * line.slopeError;
  return {
    expected: after(distance, line.slope, now),
    earliest: after(distance, line.slope + margin, now),
    latest: after(distance, line.slope - margin, now),
  };
}

const MINUTE_MS = 60_000;
/** What lies further ahead is not foreseen by the last hour. */
const FARTHEST_MINUTES = 7 * 24 * 60;

function after(distance: number, perMinute: number, now: Date): Date | null {
  if (distance <= 0) return now;
  const minutes = distance / perMinute;
  return perMinute > 0 && minutes <= FARTHEST_MINUTES
    ? new Date(now.getTime() + minutes * MINUTE_MS)
    : null;
}

/** A time as minutes from now; before now it is negative. */
export const minutesFrom = (now: Date, time: Date): number =>
  (time.getTime() - now.getTime()) / MINUTE_MS;
