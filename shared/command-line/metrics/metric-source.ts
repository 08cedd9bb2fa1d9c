/** Where `ccsp metrics` looks: the log files of a local stack, or CloudWatch. Both answer alike. */

export type Dimensions = Readonly<Record<string, string>>;

export interface MetricId {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Dimensions;
}

/** In `list`, what is left out matches all; dimensions match when they are among the metric's. */
export type MetricFilter = Partial<MetricId>;

export interface MetricQuery extends MetricId {
  readonly stat: string;
  readonly periodMs: number;
  /** Where a period begins. */
  readonly from: Date;
  /** Exclusive; a whole minute. */
  readonly to: Date;
}

export interface Point {
  /** Where the period begins. */
  readonly at: Date;
  readonly value: number;
}

export interface MetricSource {
  list(filter: MetricFilter): Promise<readonly MetricId[]>;
  /** Of exactly these dimensions, as CloudWatch does; the first first. A period without a value has no point. */
  get(query: MetricQuery): Promise<readonly Point[]>;
}
