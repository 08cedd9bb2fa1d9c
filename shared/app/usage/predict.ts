/** What is to come, of what was: nothing is foretold yet, and so every field says that it is unknown. */

export interface Predictions {
  readonly rateLimitRisk: null;
  readonly queueOverflow: null;
  readonly resourceUsage: null;
}

export type Predict = () => Promise<Predictions>;

export const predictNothing: Predict = () =>
  Promise.resolve({
    rateLimitRisk: null,
    queueOverflow: null,
    resourceUsage: null,
  });
