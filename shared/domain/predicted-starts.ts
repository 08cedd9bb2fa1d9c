/** How the starts that tasks were told at their acceptance were kept: counts that add up, and what people read. */
import { LEAST_SAMPLES } from "./prediction/prediction.ts";

export interface PredictedStarts {
  /** Tasks that were told one and have started. */
  readonly count: number;
  readonly kept: number;
  /** The sum of how far off they were, to either side. */
  readonly errorMs: number;
}

export const NO_PREDICTED_STARTS: PredictedStarts = {
  count: 0,
  kept: 0,
  errorMs: 0,
};

export const addPredictedStarts = (
  one: PredictedStarts,
  other: PredictedStarts,
): PredictedStarts => ({
  count: one.count + other.count,
  kept: one.kept + other.kept,
  errorMs: one.errorMs + other.errorMs,
});

export interface PredictedStartFigures {
  readonly count: number;
  /** 0 to 1; `null`, as the mean: too few to tell. */
  readonly keptRate: number | null;
  readonly meanErrorMs: number | null;
}

export const predictedStartFigures = ({
  count,
  kept,
  errorMs,
}: PredictedStarts): PredictedStartFigures =>
  count < LEAST_SAMPLES
    ? { count, keptRate: null, meanErrorMs: null }
    : { count, keptRate: kept / count, meanErrorMs: errorMs / count };
