/** An alarm as the packaged template has it. */
import { z } from "zod";
import { ofType, type PackagedTemplate } from "../packaged.ts";

const Dimensions = z
  .array(z.object({ Name: z.string(), Value: z.unknown() }))
  .default([]);

const Metric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions,
});

const Query = z.union([
  z.object({ Id: z.string(), Expression: z.string(), Label: z.string() }),
  z.object({
    Id: z.string(),
    ReturnData: z.literal(false),
    MetricStat: z.object({
      Stat: z.string(),
      Period: z.number(),
      Metric,
    }),
  }),
]);

const Rules = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number().optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum([
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
  ]),
  TreatMissingData: z.enum(["ignore", "notBreaching", "breaching"]),
  AlarmActions: z.array(z.unknown()),
  OKActions: z.array(z.unknown()).optional(),
});

const Simple = Rules.extend({
  ...Metric.shape,
  Statistic: z.string(),
  Period: z.number(),
}).transform(
  ({ Namespace, MetricName, Dimensions: of, Statistic, Period, ...rules }) => ({
    ...rules,
    Expression: "it",
    Queries: [
      {
        Id: "it",
        Stat: Statistic,
        Period,
        Metric: { Namespace, MetricName, Dimensions: of },
      },
    ],
  }),
);

/** With metrics that an expression makes one of. */
const Combined = Rules.extend({ Metrics: z.array(Query) }).transform(
  ({ Metrics, ...rules }) => ({
    ...rules,
    Expression: Metrics.flatMap((each) =>
      "Expression" in each ? [each.Expression] : [],
    ).join(),
    Queries: Metrics.flatMap((each) =>
      "MetricStat" in each ? [{ Id: each.Id, ...each.MetricStat }] : [],
    ),
  }),
);

const Alarm = z.union([Simple, Combined]);
export type Alarm = z.infer<typeof Alarm>;

/** Those that tell people; what starts executors is an alarm as well. */
export const alarmsOf = (
  template: PackagedTemplate,
): ReadonlyMap<string, Alarm> =>
  new Map(
    ofType(template, "AWS::CloudWatch::Alarm")
      .map(([, { Properties }]) => Alarm.parse(Properties))
      .filter(({ AlarmActions }) =>
        JSON.stringify(AlarmActions).includes("AlarmsTopic"),
      )
      .map((alarm) => [alarm.AlarmName.replace("ccsp-prod-", ""), alarm]),
  );
