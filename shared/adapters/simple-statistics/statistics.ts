/** Lines and probabilities, by simple-statistics. */
import {
  cumulativeStdNormalProbability,
  linearRegression,
  linearRegressionLine,
  mean,
  sampleCorrelation,
  sum,
} from "simple-statistics";
import type {
  Line,
  Point,
  Statistics,
} from "../../domain/prediction/statistics.ts";

export const simpleStatistics: Statistics = {
  fitLine(points) {
    const fit = linearRegression(points.map(([x, y]) => [x, y]));
    const valueAt = linearRegressionLine(fit);
    return { slope: fit.m, valueAt, ...errorsOf(points, valueAt) };
  },
  probabilityBelow: (z) => cumulativeStdNormalProbability(z),
};

/**
 * The textbook's standard errors, for points that are not independent: what a point is off by, the
 * next one mostly is as well, so that many of them tell no more than a few would.
 */
function errorsOf(
  points: readonly Point[],
  valueAt: (x: number) => number,
): Pick<Line, "slopeError" | "errorAt"> {
  const count = points.length;
  const middle = mean(points.map(([x]) => x));
  const spread = sum(points.map(([x]) => (x - middle) ** 2));
  const left = points.map(([x, y]) => y - valueAt(x));
  const variance = sum(left.map((each) => each ** 2)) / (count - 2);
  const lineVariance = variance * inflation(left);
  return {
    slopeError: Math.sqrt(lineVariance / spread),
    errorAt: (x) => {
      const offMiddle = (x - middle) ** 2 / spread;
      return Math.sqrt(variance + lineVariance * (1 / count + offMiddle));
    },
  };
}

const MOST_ALIKE = 0.95;

/** By how much less the points tell than as many independent ones, from how alike neighbours are. */
function inflation(left: readonly number[]): number {
  const alike = sampleCorrelation(left.slice(0, -1), left.slice(1));
  // Not a number: all are the same.
  if (!(alike > 0)) return 1;
  const bounded = Math.min(MOST_ALIKE, alike);
  return (1 + bounded) / (1 - bounded);
}
