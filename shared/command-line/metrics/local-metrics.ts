/** The metrics that the local stack wrote to its log files, answered as CloudWatch answers. */
import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type {
  Dimensions,
  MetricFilter,
  MetricId,
  MetricSource,
  Point,
} from "./metric-source.ts";
import { type Datum, readEmfLine } from "./read-emf.ts";
import { statisticOf } from "./statistic.ts";

export function localMetrics(folder: string): MetricSource {
  return {
    async list(filter) {
      const found = new Map<string, MetricId>();
      for await (const datum of readFolder(folder))
        if (matches(datum, filter)) found.set(nameOf(datum), idOf(datum));
      return [...found.entries()]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([, id]) => id);
    },
    async get({ stat, periodMs, from, to, ...id }) {
      const wanted = nameOf(id);
      const periods = new Map<number, number[]>();
      for await (const datum of readFolder(folder)) {
        const at = datum.at.getTime();
        if (at < from.getTime() || at >= to.getTime()) continue;
        if (nameOf(datum) !== wanted) continue;
        const period = floorTo(periodMs, at);
        const values = periods.get(period) ?? [];
        values.push(...datum.values);
        periods.set(period, values);
      }
      return [...periods]
        .toSorted(([one], [other]) => one - other)
        .map(([at, values]): Point => ({
          at: new Date(at),
          value: statisticOf(stat, values),
        }));
    },
  };
}

/** Periods begin at whole multiples of themselves, as CloudWatch's. */
const floorTo = (periodMs: number, ms: number): number =>
  Math.floor(ms / periodMs) * periodMs;

async function* readFolder(folder: string): AsyncGenerator<Datum> {
  const files = readdirSync(folder).filter((name) => /\.log(\.1)?$/.test(name));
  for (const file of files.toSorted()) {
    const input = createReadStream(join(folder, file));
    for await (const line of createInterface({ input }))
      yield* readEmfLine(line);
  }
}

const matches = (
  datum: Datum,
  { namespace, metric, dimensions = {} }: MetricFilter,
): boolean =>
  (namespace === undefined || namespace === datum.namespace) &&
  (metric === undefined || metric === datum.metric) &&
  Object.entries(dimensions).every(
    ([name, value]) => datum.dimensions[name] === value,
  );

const idOf = ({ namespace, metric, dimensions }: MetricId): MetricId => ({
  ...{ namespace, metric, dimensions },
});

const nameOf = ({ namespace, metric, dimensions }: MetricId): string =>
  JSON.stringify([namespace, metric, sorted(dimensions)]);

const sorted = (dimensions: Dimensions): readonly (readonly string[])[] =>
  Object.entries(dimensions).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
