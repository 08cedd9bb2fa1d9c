/** Lines, quantiles and probabilities, by simple-statistics. */
import {
  cumulativeStdNormalProbability,
  linearRegression,
  mean,
  quantile,
  sampleVariance,
} from "simple-statistics";
import type { Statistics } from "../../domain/prediction/statistics.ts";

export const simpleStatistics: Statistics = {
  slopeOf: (points) => linearRegression(points.map(([x, y]) => [x, y])).m,
  mean: (values) => mean([...values]),
  variance: (values) => sampleVariance([...values]),
  quantile: (values, share) => quantile([...values], share),
  probabilityBelow: (z) => cumulativeStdNormalProbability(z),
};
