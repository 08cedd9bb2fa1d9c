/** The statistics that predictions are made with: handed in, because a kept library does them. */

/** A place and what was measured there. */
export type Point = readonly [x: number, y: number];

/** The straight line that lies nearest to some points. */
export interface Line {
  readonly slope: number;
  /** The standard error of the slope; 0 when all points lie on the line. */
  readonly slopeError: number;
  valueAt(x: number): number;
  /** The standard error of one more point there, when it lies where the line does. */
  errorAt(x: number): number;
}

export interface Statistics {
  /** @param points at least three, at two places at least */
  fitLine(points: readonly Point[]): Line;
  /** The probability that a standard normal variable is below. */
  probabilityBelow(z: number): number;
}
