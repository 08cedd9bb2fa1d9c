/** Lines and probabilities, by simple-statistics. */
import {
  cumulativeStdNormalProbability,
  linearRegression,
  linearRegressionLine,
} from "simple-statistics";
import type { Point, Statistics } from "../../domain/prediction/statistics.ts";

export const simpleStatistics: Statistics = {
  fitLine(points) {
    const fit = linearRegression(points.map(([x, y]) => [x, y]));
    const valueAt = linearRegressionLine(fit);
    return { slope: fit.m, slopeError: slopeError(points, valueAt), valueAt };
  },
  probabilityBelow: (z) => cumulativeStdNormalProbability(z),
};

/** The textbook's: what is left of the points, over how far apart their places lie. */
function slopeError(
  points: readonly Point[],
  valueAt: (x: number) => number,
): number {
  const mean = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const spread = points.reduce((sum, [x]) => sum + (x - mean) ** 2, 0);
  const left = points.reduce((sum, [x, y]) => sum + (y - valueAt(x)) ** 2, 0);
  return Math.sqrt(left / (points.length - 2) / spread);
}
