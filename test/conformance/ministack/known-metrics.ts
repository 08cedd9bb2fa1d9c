/** The same values twice: in a CloudWatch, and in a log as the local stack writes it. */
import {
  CloudWatchClient,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientSettings } from "./client-settings.ts";
import type { AwsEnvironment } from "./start.ts";

export const METRIC = "TaskWaitTime";
const HOUR_MS = 3_600_000;
/** Old enough that all of it is past, young enough to be kept by the minute. */
const START = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
export const after = (seconds: number): Date =>
  new Date(START + seconds * 1_000);

interface Datum {
  readonly seconds: number;
  readonly values: readonly number[];
  /** Besides the stage. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Minutes 1, 3, 5 to 8 and 11 have no value. */
const DATA: readonly Datum[] = [
  { seconds: 0, values: Array.from({ length: 101 }, (_, index) => index) },
  { seconds: 120, values: [5, 5] },
  { seconds: 150.5, values: [7.25, 5] },
  { seconds: 299.999, values: [1_000] },
  { seconds: 540, values: [0] },
  { seconds: 600, values: [3] },
  { seconds: 720, values: [8] },
  { seconds: 30, values: [41, 43], dimensions: { Class: "high" } },
];

const dimensionsOf = ({ dimensions }: Datum) => ({
  Stage: "local",
  ...dimensions,
});

export async function putInCloudWatch(
  env: AwsEnvironment,
  { namespace }: { readonly namespace: string },
): Promise<void> {
  const client = new CloudWatchClient(clientSettings(env));
  await client.send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: DATA.map((datum) => ({
        MetricName: METRIC,
        Timestamp: after(datum.seconds),
        Values: [...datum.values],
        Dimensions: Object.entries(dimensionsOf(datum)).map(
          ([Name, Value]) => ({ Name, Value }),
        ),
      })),
    }),
  );
  client.destroy();
}

/** In a folder where the command line looks for a local stack. */
export function putInLog(folder: string): void {
  const logs = join(folder, ".ccsp", "logs");
  mkdirSync(logs, { recursive: true });
  const lines = DATA.map((datum) => JSON.stringify(eventOf(datum)));
  writeFileSync(join(logs, "executor.log"), lines.join("\n"));
}

function eventOf(datum: Datum): object {
  const dimensions = dimensionsOf(datum);
  const directive = {
    Namespace: "CCSP",
    Dimensions: [Object.keys(dimensions)],
    Metrics: [{ Name: METRIC, Unit: "Milliseconds" }],
  };
  const Timestamp = after(datum.seconds).getTime();
  return {
    _aws: { Timestamp, CloudWatchMetrics: [directive] },
    ...dimensions,
    [METRIC]: datum.values,
  };
}
