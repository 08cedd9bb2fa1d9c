/** What `ccsp metrics --aws` asks of CloudWatch, and what it makes of the answer. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { call } from "./surroundings.ts";

type Answers = Readonly<Record<string, readonly object[]>>;

/** A server that speaks CloudWatch's protocol: gives these answers, one after the other, by operation. */
async function aCloudWatch(answers: Answers) {
  const asked: unknown[] = [];
  const left = new Map(
    Object.entries(answers).map(([name, all]) => [name, [...all]]),
  );
  const server = createServer((request, response) => {
    const target = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    void json(request).then((body) => {
      asked.push(body);
      const answer = left.get(target)?.shift();
      response.writeHead(answer ? 200 : 400, {
        "content-type": "application/x-amz-json-1.0",
      });
      const refusal = { __type: "AccessDenied", message: "you may not" };
      response.end(JSON.stringify(answer ?? refusal));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const place = ["--endpoint-url", `http://127.0.0.1:${port}`];
  const ccsp = (...args: readonly string[]) =>
    call(["metrics", ...args, ...place, "--region", "eu-west-1"]);
  return { asked, ccsp };
}

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "nobody");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "nothing");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const at = Date.parse("2030-01-31T12:00:00Z") / 1_000;
const GET = [
  ...["get", "--metric", "QueueDepth", "--stat", "Maximum", "--stage", "prod"],
  ...["--start", "2030-01-31T12:00:00Z", "--end", "2030-01-31T13:00:00Z"],
];

it("values come from GetMetricData, all pages of them", async () => {
  const page = (time: number, value: number) => ({
    MetricDataResults: [{ Id: "m1", Timestamps: [time], Values: [value] }],
  });
  const { ccsp, asked } = await aCloudWatch({
    GetMetricData: [{ ...page(at, 3), NextToken: "more" }, page(at + 60, 5)],
  });
  const { stdout } = await ccsp(...GET, "--period", "1m", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    MetricDataResults: [
      {
        Timestamps: ["2030-01-31T12:00:00.000Z", "2030-01-31T12:01:00.000Z"],
        Values: [3, 5],
      },
    ],
  });
  expect(asked[0]).toMatchObject({
    StartTime: at,
    EndTime: at + 3_600,
    MetricDataQueries: [
      {
        MetricStat: {
          Metric: {
            Namespace: "CCSP",
            MetricName: "QueueDepth",
            Dimensions: [{ Name: "Stage", Value: "prod" }],
          },
          Period: 60,
          Stat: "Maximum",
        },
      },
    ],
  });
});

it("names come from ListMetrics", async () => {
  const Dimensions = [{ Name: "Stage", Value: "prod" }];
  const metric = { Namespace: "CCSP", MetricName: "DeadLetters", Dimensions };
  const { ccsp } = await aCloudWatch({ ListMetrics: [{ Metrics: [metric] }] });
  const { stdout } = await ccsp("list", "--json");
  expect(JSON.parse(stdout)).toEqual({ Metrics: [metric] });
});

it("a refusal is told with what may be done", async () => {
  const { ccsp } = await aCloudWatch({});
  const { code, stderr } = await ccsp(...GET);
  expect(code).not.toBe(0);
  expect(stderr).toContain("you may not. Look at your AWS credentials");
  expect(stderr).toContain("cloudwatch:GetMetricData");
});

it("periods that CloudWatch keeps no more are not asked for", async () => {
  const { ccsp, asked } = await aCloudWatch({});
  const { code, stderr } = await ccsp(
    ...["get", "--metric", "QueueDepth", "--stage", "prod", "--start", "20d"],
  );
  expect(code).toBe(2);
  expect(stderr).toContain("give --period 5m");
  expect(asked).toEqual([]);
});
