/** What CloudWatch would make of lines in the embedded metric format: values by metric, dimensions and time. */
import { z } from "zod";

const Line = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

export interface MetricId {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly {
    readonly Name: string;
    readonly Value: unknown;
  }[];
}

const STATISTICS: Readonly<
  Record<string, (values: readonly number[]) => number>
> = {
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) =>
    values.reduce((sum, value) => sum + value, 0) / values.length,
};

export function datapoints() {
  const points = new Map<string, { atMs: number; value: number }[]>();

  return {
    /** @param at when it was written */
    take(text: string, at: Date): void {
      const line = Line.parse(JSON.parse(text));
      for (const each of line._aws.CloudWatchMetrics)
        for (const names of each.Dimensions)
          for (const { Name } of each.Metrics) {
            const key = keyOf({
              Namespace: each.Namespace,
              MetricName: Name,
              Dimensions: names.map((name) => ({
                Name: name,
                Value: line[name],
              })),
            });
            const value = z.number().parse(line[Name]);
            const before = points.get(key) ?? [];
            points.set(key, [...before, { atMs: at.getTime(), value }]);
          }
    },
    /** Of the period that begins then; `undefined`: nothing was written. */
    statistic(
      metric: MetricId,
      { stat, fromMs, toMs }: { stat: string; fromMs: number; toMs: number },
    ): number | undefined {
      const values = (points.get(keyOf(metric)) ?? [])
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .map(({ value }) => value);
      const of = STATISTICS[stat];
      if (!of) throw new Error(`no statistic is called ${stat}`);
      return values.length > 0 ? of(values) : undefined;
    },
  };
}

export type Datapoints = ReturnType<typeof datapoints>;

/** Dimensions belong to a metric's name: another set is another metric. */
const keyOf = ({ Namespace, MetricName, Dimensions }: MetricId): string =>
  JSON.stringify([
    Namespace,
    MetricName,
    ...Dimensions.map(({ Name, Value }) => `${Name}=${String(Value)}`).sort(),
  ]);
