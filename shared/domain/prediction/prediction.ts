/** What every prediction says of itself: how it was made, of how much, and how far to trust it. */
import type { Forecast } from "./forecast.ts";

/** Damped: the less of the slope is believed, the more it may be chance. */
type PredictionMethod = "linear-regression" | "damped-linear-regression";

export interface Prediction {
  readonly method: PredictionMethod;
  /** How many measurements it was made of. */
  readonly sampleSize: number;
  /** 0 to 1: more with more measurements, less the further off the prediction may be. */
  readonly confidence: number;
}

/** Fewer tell nothing, and nothing is predicted. */
export const LEAST_SAMPLES = 5;
/** So many are as good as more. */
const ENOUGH_SAMPLES = 30;

export interface Trust extends Pick<Prediction, "method" | "sampleSize"> {
  /** Nine of ten times it is off by no more. */
  readonly margin: number;
  /** A standard error of this size halves the confidence. */
  readonly scale: number;
}

export function trusted(trust: Trust): Prediction {
  const { method, sampleSize, margin, scale } = trust;
  const share = Math.min(1, sampleSize / ENOUGH_SAMPLES);
  return {
    method,
    sampleSize,
    confidence: (share * scale) / (scale + standardError(margin)),
  };
}

/** That of a normal distribution of which 90 % lie within the margin. */
export const standardError = (margin: number): number => margin / 1.645;

/**
 * Of the slope of what adds up: its rate is off, so that what it comes to is off by as much more as
 * it is further ahead.
 */
export const slopeMargin = ({ off, ahead }: Forecast): number => off / ahead;

/** When something is reached: most likely, at the earliest, at the latest; `null`: not foreseeable. */
export interface Reached {
  readonly expected: Date | null;
  readonly earliest: Date | null;
  readonly latest: Date | null;
}

/** @param distance from now to what is reached */
export function reached(
  distance: number,
  foretold: Forecast,
  now: Date,
): Reached {
  const { slope } = foretold;
  const margin = slopeMargin(foretold);
  return {
    expected: after(distance, slope, now),
    earliest: after(distance, slope + margin, now),
    latest: after(distance, slope - margin, now),
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
