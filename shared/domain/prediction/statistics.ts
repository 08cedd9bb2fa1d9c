/** The statistics that predictions are made with: handed in, because a kept library does them. */

/** A place and what was measured there. */
export type Point = readonly [x: number, y: number];

export interface Statistics {
  /** Of the straight line that lies nearest to the points: two at least. */
  slopeOf(points: readonly Point[]): number;
  mean(values: readonly number[]): number;
  /** Of a sample: two at least. */
  variance(values: readonly number[]): number;
  /** What this share of the values does not exceed, between two of them where it must be. */
  quantile(values: readonly number[], share: number): number;
  /** The probability that a standard normal variable is below. */
  probabilityBelow(z: number): number;
}
