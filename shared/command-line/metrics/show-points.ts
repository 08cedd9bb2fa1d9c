/** The values of a metric: as a table, as GetMetricData answers, or as a chart. */
import { plot } from "asciichart";
import { formatDuration } from "../duration.ts";
import type { Shown } from "../output.ts";
import { showTime } from "../moment.ts";
import type { MetricQuery, Point } from "./metric-source.ts";

/** `MetricDataResults` as CloudWatch's API gives them. */
export const toResults = (
  { metric, stat }: MetricQuery,
  points: readonly Point[],
): Shown["data"] => ({
  MetricDataResults: [
    {
      Id: "m1",
      Label: `${metric} ${stat}`,
      Timestamps: points.map(({ at }) => at.toISOString()),
      Values: points.map(({ value }) => value),
      StatusCode: "Complete",
    },
  ],
});

export const toTable = (
  { stat }: MetricQuery,
  points: readonly Point[],
): NonNullable<Shown["table"]> => ({
  head: ["time", stat],
  rows: points.map(({ at, value }) => [
    showTime(at.toISOString()),
    rounded(value),
  ]),
  empty:
    "There are no values of this metric in this time; `ccsp metrics list` shows which metrics there are.",
});

const HEIGHT = 12;
const WIDTH = 100;

/** Over periods without a value the line goes on as it was. Of more periods than there is room for, the latest are drawn. */
export function toChart(query: MetricQuery, points: readonly Point[]): string {
  const { metric, stat, periodMs } = query;
  const last = points.at(-1);
  const first = points.at(0);
  if (!first || !last) return toTable(query, points).empty;
  const byTime = new Map(points.map(({ at, value }) => [at.getTime(), value]));
  const count = (last.at.getTime() - first.at.getTime()) / periodMs + 1;
  const shown = Math.min(count, WIDTH);
  const start = last.at.getTime() - (shown - 1) * periodMs;
  const values: number[] = [];
  for (let at = start; at <= last.at.getTime(); at += periodMs)
    values.push(byTime.get(at) ?? values.at(-1) ?? first.value);
  const known = points.filter(({ at }) => at.getTime() >= start).length;
  const format = (value: number) => String(rounded(value)).padStart(10);
  return [
    `${metric} ${stat}, each ${formatDuration(periodMs)}`,
    plot(values, { height: HEIGHT, format }),
    `${showTime(new Date(start).toISOString())} to ${showTime(last.at.toISOString())}; ${known} of ${shown} periods have a value`,
  ].join("\n");
}

const rounded = (value: number): number => Number(value.toPrecision(6));
