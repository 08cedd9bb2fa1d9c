/**
 * What AWS asks, in dollars in us-east-1, without free tiers and discounts: each with AWS's page, which writes the
 * figures in by script, and one that quotes them, where they were compared in November 2026.
 */
export interface Price {
  readonly dollars: number;
  readonly of: string;
  readonly page: string;
  readonly quotedBy: string;
}

const aws = (path: string): string => `https://aws.amazon.com/${path}/`;

const LAMBDA = {
  page: aws("lambda/pricing"),
  quotedBy: "https://cloudchipr.com/blog/aws-lambda-pricing",
};
const DYNAMODB = {
  page: aws("dynamodb/pricing/on-demand"),
  quotedBy: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
};
const CLOUDWATCH = {
  page: aws("cloudwatch/pricing"),
  quotedBy:
    "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/",
};
const FARGATE = {
  page: aws("fargate/pricing"),
  quotedBy: "https://www.vantage.sh/blog/fargate-pricing",
};
const VPC = aws("vpc/pricing");

export const PRICES = {
  lambdaGbSecond: {
    dollars: 0.0000133334,
    of: "a GB-second of Lambda on arm64",
    ...LAMBDA,
  },
  lambdaMillion: {
    dollars: 0.2,
    of: "a million calls of Lambda",
    page: LAMBDA.page,
    quotedBy:
      "https://github.com/api-evangelist/aws-lambda/blob/main/plans/aws-lambda-plans-pricing.yml",
  },
  httpMillion: {
    dollars: 1,
    of: "a million requests to an HTTP API",
    page: aws("api-gateway/pricing"),
    quotedBy:
      "https://github.com/api-evangelist/amazon-web-services/blob/main/plans/amazon-web-services-plans-pricing.yml",
  },
  sqsMillion: {
    dollars: 0.5,
    of: "a million requests to SQS ($0.40), with message groups ($0.10 more)",
    page: aws("sqs/pricing"),
    quotedBy: "https://cloudburn.io/blog/amazon-sqs-pricing",
  },
  writeMillion: {
    dollars: 0.625,
    of: "a million writes of up to 1 kB",
    ...DYNAMODB,
  },
  readMillion: {
    dollars: 0.125,
    of: "a million reads of up to 4 kB",
    ...DYNAMODB,
  },
  logGb: { dollars: 0.5, of: "a GB of logs taken in", ...CLOUDWATCH },
  metricMonth: {
    dollars: 0.3,
    of: "a series of a metric",
    page: CLOUDWATCH.page,
    quotedBy: "https://signoz.io/guides/cloudwatch-pricing",
  },
  alarmMonth: {
    dollars: 0.1,
    of: "an alarm, for each metric that it looks at",
    page: CLOUDWATCH.page,
    quotedBy: "https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm",
  },
  dashboardMonth: { dollars: 3, of: "a dashboard", ...CLOUDWATCH },
  cpuHour: { dollars: 0.03238, of: "an hour of a vCPU (ARM)", ...FARGATE },
  gbHour: { dollars: 0.00356, of: "an hour of a GB (ARM)", ...FARGATE },
  addressHour: {
    dollars: 0.005,
    of: "an hour of a public address",
    page: VPC,
    quotedBy: "https://github.com/LeanerCloud/aws-ipv4-cost-viewer",
  },
  natHour: {
    dollars: 0.045,
    of: "an hour of a NAT gateway, and each GB through it",
    page: VPC,
    quotedBy: "https://sst.dev/docs/component/aws/vpc/",
  },
  secretMonth: {
    dollars: 0.4,
    of: "a secret",
    page: aws("secrets-manager/pricing"),
    quotedBy:
      "https://github.com/api-evangelist/amazon-secrets-manager/blob/main/plans/amazon-secrets-manager-plans-pricing.yml",
  },
} as const satisfies Readonly<Record<string, Price>>;
