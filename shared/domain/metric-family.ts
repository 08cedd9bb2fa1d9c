/** Numbers as Prometheus wants them told: families of one name, in base units, with few labels. */
import type { Histogram } from "./histogram.ts";

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface Distribution {
  readonly labels: Labels;
  readonly times: Histogram;
}

export type MetricFamily = {
  readonly name: string;
  readonly help: string;
} & (
  | {
      readonly type: "gauge" | "counter";
      readonly samples: readonly Sample[];
    }
  | {
      readonly type: "histogram";
      readonly distributions: readonly Distribution[];
      /** Upper edges, in seconds, ascending. */
      readonly bucketsSeconds: readonly number[];
    }
);

export const gaugeFamily = (
  name: string,
  help: string,
  samples: readonly Sample[],
): MetricFamily => ({ type: "gauge", name, help, samples });

export const counterFamily = (
  name: string,
  help: string,
  samples: readonly Sample[],
): MetricFamily => ({ type: "counter", name, help, samples });

export const sample = (value: number, labels: Labels = {}): Sample => ({
  labels,
  value,
});
