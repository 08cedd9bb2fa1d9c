/** Families as Prometheus' text format, which its own library writes. */
import { AggregatorRegistry } from "prom-client";
import { countUpTo } from "../../domain/histogram.ts";
import type {
  Distribution,
  Labels,
  MetricFamily,
} from "../../domain/metric-family.ts";

export const PROMETHEUS_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

interface Value {
  readonly metricName?: string;
  readonly labels: Labels;
  readonly value: number;
}

/**
 * The library's own counters count what happens in this process. Ours are sums over all processes,
 * so they go in where the library takes what others counted.
 */
export function writeFamilies(
  families: readonly MetricFamily[],
): Promise<string> {
  const counted = families.map((family) => ({
    name: family.name,
    help: family.help,
    type: family.type,
    aggregator: "sum",
    values: valuesOf(family),
  }));
  return AggregatorRegistry.aggregate([counted]).metrics();
}

const valuesOf = (family: MetricFamily): readonly Value[] =>
  family.type === "histogram"
    ? family.distributions.flatMap((each) =>
        distributionValues(family.name, family.bucketsSeconds, each),
      )
    : family.samples;

function distributionValues(
  name: string,
  bucketsSeconds: readonly number[],
  { labels, times }: Distribution,
): readonly Value[] {
  const bucket = (le: string, value: number): Value => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...bucketsSeconds.map((edge) =>
      bucket(String(edge), countUpTo(times, edge * 1_000)),
    ),
    bucket("+Inf", times.count),
    { metricName: `${name}_sum`, labels, value: times.sumMs / 1_000 },
    { metricName: `${name}_count`, labels, value: times.count },
  ];
}
