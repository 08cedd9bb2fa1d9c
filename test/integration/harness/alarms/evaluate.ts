/**
 * The state of an alarm, as CloudWatch decides it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
import type { Alarm } from "./alarm.ts";
import type { Datapoints } from "./datapoints.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** @param end where the last period that counts ends */
export function evaluate(
  alarm: Alarm,
  points: Datapoints,
  { end, state }: { readonly end: Date; readonly state: AlarmState },
): AlarmState {
  const { EvaluationPeriods: most, DatapointsToAlarm: needed = most } = alarm;
  const periodMs = (alarm.Queries[0]?.Period ?? 0) * 1_000;
  const values = Array.from({ length: most }, (_, index) =>
    valueOf(alarm, points, end.getTime() - (index + 1) * periodMs),
  );
  const known = values.filter((value) => value !== undefined);
  const missing = most - known.length;
  const beyond = known.filter((value) => isBeyond(alarm, value)).length;
  const { TreatMissingData: missingIs } = alarm;
  if (beyond + (missingIs === "breaching" ? missing : 0) >= needed)
    return "ALARM";
  const within =
    known.length - beyond + (missingIs === "notBreaching" ? missing : 0);
  return within > most - needed ? "OK" : state;
}

function valueOf(
  { Expression, Queries }: Alarm,
  points: Datapoints,
  fromMs: number,
): number | undefined {
  const found = new Map(
    Queries.map(({ Id, Stat: stat, Period, Metric }) => {
      const toMs = fromMs + Period * 1_000;
      return [Id, points.statistic(Metric, { stat, fromMs, toMs })];
    }),
  );
  const [, condition, then, otherwise] =
    /^IF\((\w+) > 0, (\w+), (\d+)\)$/.exec(Expression) ?? [];
  if (condition === undefined) return found.get(Expression);
  const decides = found.get(condition);
  if (decides === undefined) return undefined;
  return decides > 0 ? found.get(then ?? "") : Number(otherwise);
}

function isBeyond(
  { ComparisonOperator, Threshold }: Alarm,
  value: number,
): boolean {
  switch (ComparisonOperator) {
    case "GreaterThanOrEqualToThreshold":
      return value >= Threshold;
    case "GreaterThanThreshold":
      return value > Threshold;
    case "LessThanThreshold":
      return value < Threshold;
  }
}
