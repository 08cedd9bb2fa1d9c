/** The metrics of a deployed service, from CloudWatch by your AWS credentials. The AWS SDK is loaded only here. */
import type { Dimension } from "@aws-sdk/client-cloudwatch";
import { CommandError } from "../command-error.ts";
import type { Dimensions, MetricSource, Point } from "./metric-source.ts";

export interface CloudWatchOptions {
  readonly region?: string;
  /** Another CloudWatch, for example an emulator. */
  readonly endpoint?: string;
}

export function cloudWatchMetrics(options: CloudWatchOptions): MetricSource {
  return {
    list: (filter) =>
      withClient(options, async ({ sdk, client }) => {
        const pages = sdk.paginateListMetrics(
          { client },
          {
            ...(filter.namespace !== undefined && {
              Namespace: filter.namespace,
            }),
            ...(filter.metric !== undefined && { MetricName: filter.metric }),
            Dimensions: toList(filter.dimensions ?? {}),
          },
        );
        const found = [];
        for await (const { Metrics = [] } of pages)
          found.push(
            ...Metrics.map((each) => ({
              namespace: each.Namespace ?? "",
              metric: each.MetricName ?? "",
              dimensions: fromList(each.Dimensions),
            })),
          );
        return found;
      }),
    get: (query) =>
      withClient(options, async ({ sdk, client }) => {
        const pages = sdk.paginateGetMetricData(
          { client },
          {
            StartTime: query.from,
            EndTime: query.to,
            ScanBy: "TimestampAscending",
            MetricDataQueries: [
              {
                Id: "m1",
                MetricStat: {
                  Stat: query.stat,
                  Period: query.periodMs / 1_000,
                  Metric: {
                    Namespace: query.namespace,
                    MetricName: query.metric,
                    Dimensions: toList(query.dimensions),
                  },
                },
              },
            ],
          },
        );
        const points: Point[] = [];
        for await (const { MetricDataResults = [] } of pages)
          for (const { Timestamps = [], Values = [] } of MetricDataResults)
            Timestamps.forEach((at, index) => {
              const value = Values[index];
              if (value !== undefined) points.push({ at, value });
            });
        return points;
      }),
  };
}

type Sdk = typeof import("@aws-sdk/client-cloudwatch");

interface Client {
  readonly sdk: Sdk;
  readonly client: InstanceType<Sdk["CloudWatchClient"]>;
}

/** @throws CommandError that says what AWS lacks */
async function withClient<T>(
  options: CloudWatchOptions,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const sdk = await loadSdk();
  const client = new sdk.CloudWatchClient(options);
  try {
    return await use({ sdk, client });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const why = said.replace(/\.?\s*$/, ".");
    throw new CommandError(
      "unreachable",
      `CloudWatch could not be asked: ${why} Look at your AWS credentials (cloudwatch:ListMetrics and cloudwatch:GetMetricData are needed) and at --region.`,
    );
  } finally {
    client.destroy();
  }
}

/** It is a dependency of the package and no part of the program. */
async function loadSdk(): Promise<Sdk> {
  try {
    return await import("@aws-sdk/client-cloudwatch");
  } catch (error) {
    throw new CommandError(
      "usage",
      `CloudWatch needs the AWS SDK, which is installed with the package's dependencies (\`npm ci\`): ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const toList = (dimensions: Dimensions): { Name: string; Value: string }[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

const fromList = (list: readonly Dimension[] = []): Dimensions =>
  Object.fromEntries(list.map(({ Name = "", Value = "" }) => [Name, Value]));
