/** CloudWatch's statistics over the values of one period. */
import { usageError } from "../command-error.ts";

const sum = (values: readonly number[]): number =>
  values.reduce((one, other) => one + other, 0);

const STATISTICS: Readonly<
  Record<string, (values: readonly number[]) => number>
> = {
  SampleCount: (values) => values.length,
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => values.reduce((one, other) => Math.min(one, other)),
  Maximum: (values) => values.reduce((one, other) => Math.max(one, other)),
};

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

/** @throws CommandError */
export function parseStatistic(text: string): string {
  if (Object.hasOwn(STATISTICS, text) || PERCENTILE.test(text)) return text;
  throw usageError(
    `\`${text}\` is no statistic; give ${Object.keys(STATISTICS).join(", ")} or a percentile such as p50, p99 or p99.9.`,
  );
}

/** A percentile is by nearest rank: the smallest value that so many percent do not exceed. */
export function statisticOf(stat: string, values: readonly number[]): number {
  const found = STATISTICS[stat];
  if (found) return found(values);
  const percent = Number(PERCENTILE.exec(stat)?.[1]);
  const sorted = values.toSorted((one, other) => one - other);
  // Multiplied first: 0.07 times 100 is a little more than 7.
  const rank = Math.max(1, Math.ceil((percent * sorted.length) / 100));
  return sorted[rank - 1] ?? Number.NaN;
}
