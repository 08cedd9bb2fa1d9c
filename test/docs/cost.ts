/**
 * What the service costs on AWS, by the calls that `npm run bench` counted for the README and by what
 * the templates hold: the tables of docs/cost.md. `npm run cost` prints them.
 *
 * Prices are dollars in us-east-1, without free tiers and discounts, as published in November 2026.
 */
import { globSync, readFileSync } from "node:fs";
import { GATE_NAMES } from "../../shared/domain/gate.ts";
import { METRICS, type MetricEntry } from "../../shared/domain/metric-names.ts";
import { OUTCOMES } from "../../shared/domain/outcome.ts";
import { QUEUE_CLASSES } from "../../shared/domain/task.ts";

const HOURS = 730; // of a month
const MILLION = 1_000_000;

/** By the page that tells it. */
const PRICES = {
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  lambdaGbSecond: 0.0000133334,
  lambdaMillion: 0.2,
  /** https://aws.amazon.com/api-gateway/pricing/ (HTTP API) */
  httpMillion: 1,
  /** https://aws.amazon.com/sqs/pricing/ (standard; also with message groups: 0.10) */
  sqsMillion: 0.5,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  writeMillion: 0.625,
  readMillion: 0.125,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logGb: 0.5,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  /** https://aws.amazon.com/fargate/pricing/ (Linux, ARM) */
  cpuHour: 0.03238,
  gbHour: 0.00356,
  /** https://aws.amazon.com/vpc/pricing/ */
  addressHour: 0.005,
  natHour: 0.045,
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretMonth: 0.4,
} as const;

/** What is taken for granted, in words of the document. */
export const ASSUMED = {
  submitMs: 50,
  submitGb: 0.5,
  waitGb: 0.25,
  holdSeconds: 25,
  runSeconds: 60,
  runsAtOnce: 2,
  executorCpus: 1,
  executorGb: 4,
  logKb: 8,
} as const;

/** At most: a row below 1 KB with an index entry that goes and one that comes; a read of eight rows. */
const UNITS: Readonly<Record<string, number>> = {
  PutItem: 3 * PRICES.writeMillion,
  UpdateItem: 3 * PRICES.writeMillion,
  DeleteItem: 3 * PRICES.writeMillion,
  GetItem: PRICES.readMillion,
  Query: PRICES.readMillion,
  BatchGetItem: 8 * PRICES.readMillion,
};

type Row = readonly [what: string, how: string, dollars: number];

/** For each task, as the README tells it. */
function countedCalls(): readonly (readonly [string, number])[] {
  const text = readFileSync(
    new URL("../../README.md", import.meta.url),
    "utf8",
  );
  const [, calls = ""] =
    /AWS calls for each task[^(]*\(([^)]+)\)/.exec(text) ?? [];
  const counted = [...calls.matchAll(/(\w+) ([\d.]+)/g)];
  if (counted.length === 0) throw new Error("README.md tells no counted calls");
  return counted.map(([, name = "", count]) => [name, Number(count)]);
}

function millionTasks(): readonly Row[] {
  const calls = countedCalls();
  const isTable = ([name]: readonly [string, number]) => name in UNITS;
  const sum = (of: readonly (readonly [string, number])[]) =>
    of.reduce((all, [, count]) => all + count, 0);
  const table = calls.filter(isTable);
  const queue = calls.filter((call) => !isTable(call));
  const { submitMs, submitGb, waitGb, holdSeconds, runSeconds } = ASSUMED;
  const holds = Math.ceil(runSeconds / holdSeconds);
  const submitted = (submitMs / 1_000) * submitGb * MILLION;
  const waited = runSeconds * waitGb * MILLION;
  const executorHour =
    ASSUMED.executorCpus * PRICES.cpuHour + ASSUMED.executorGb * PRICES.gbHour;
  const executorHours = (MILLION * runSeconds) / ASSUMED.runsAtOnce / 3_600;
  return [
    [
      "DynamoDB",
      `${sum(table).toFixed(1)} calls for each task`,
      table.reduce((all, [name, n]) => all + n * (UNITS[name] ?? 0), 0),
    ],
    [
      "SQS",
      `${sum(queue).toFixed(1)} calls for each task`,
      sum(queue) * PRICES.sqsMillion,
    ],
    [
      "HTTP API and Lambda, submitting",
      `one request, ${submitMs} ms of ${submitGb} GB`,
      PRICES.httpMillion +
        PRICES.lambdaMillion +
        submitted * PRICES.lambdaGbSecond,
    ],
    [
      "HTTP API and Lambda, waiting",
      `${holds} requests, ${runSeconds} s of ${waitGb} GB; nothing of it with a [callback](callbacks.md)`,
      holds * (PRICES.httpMillion + PRICES.lambdaMillion) +
        waited * PRICES.lambdaGbSecond,
    ],
    [
      "CloudWatch Logs",
      `${ASSUMED.logKb} kB for each task`,
      ((ASSUMED.logKb * MILLION) / 1e6) * PRICES.logGb,
    ],
    [
      "Fargate",
      `runs of ${runSeconds} s, ${ASSUMED.runsAtOnce} at once in ${ASSUMED.executorCpus} vCPU and ${ASSUMED.executorGb} GB, with a public address`,
      executorHours * (executorHour + PRICES.addressHour),
    ],
  ];
}

const VALUES = {
  Class: QUEUE_CLASSES.length,
  Outcome: OUTCOMES.length + 1,
  Gate: GATE_NAMES.length,
} as const;

const seriesOf = ({ by }: MetricEntry): number =>
  1 + by.reduce((all, name) => all + VALUES[name], 0);

function alarms(): number {
  const files = globSync("infra/resources/**/*.yml", {
    cwd: new URL("../../", import.meta.url).pathname,
  });
  return files.reduce((all, file) => {
    const text = readFileSync(
      new URL(`../../${file}`, import.meta.url),
      "utf8",
    );
    return all + [...text.matchAll(/Type: AWS::CloudWatch::Alarm/g)].length;
  }, 0);
}

function idleMonth(): readonly Row[] {
  const minutes = HOURS * 60;
  const series = Object.values(METRICS).reduce(
    (all, entry) => all + seriesOf(entry),
    0,
  );
  const alarmCount = alarms();
  const gbSeconds = minutes * (0.3 * 1 + 0.2 * 0.25);
  return [
    [
      "The two schedules",
      "each minute: 0.3 s of 1 GB and 0.2 s of 0.25 GB, some 40 reads and 10 writes",
      gbSeconds * PRICES.lambdaGbSecond +
        ((2 * minutes) / MILLION) * PRICES.lambdaMillion +
        (minutes / MILLION) *
          (40 * PRICES.readMillion + 10 * PRICES.writeMillion),
    ],
    [
      "Metrics",
      `${series} series at most; CloudWatch bills only the hours in which one is written`,
      series * PRICES.metricMonth,
    ],
    ["Alarms", `${alarmCount}`, alarmCount * PRICES.alarmMonth],
    ["Dashboard", "one", PRICES.dashboardMonth],
    ["Secrets", "two", 2 * PRICES.secretMonth],
    ["Executor", "none: it scales to zero", 0],
  ];
}

function onlyIf(): readonly Row[] {
  const hour =
    ASSUMED.executorCpus * PRICES.cpuHour + ASSUMED.executorGb * PRICES.gbHour;
  return [
    [
      "One executor that stays (`CCSP_MIN_EXECUTORS=1`)",
      `${ASSUMED.executorCpus} vCPU, ${ASSUMED.executorGb} GB, a public address`,
      HOURS * (hour + PRICES.addressHour),
    ],
    [
      "A NAT gateway of yours, for private subnets",
      "its hours; each GB through it $0.045 more",
      HOURS * PRICES.natHour,
    ],
  ];
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

function tableOf(title: string, rows: readonly Row[], isSum = true): string {
  const total = rows.reduce((all, [, , amount]) => all + amount, 0);
  return [
    `| ${title} | counted as | dollars |`,
    "| --- | --- | ---: |",
    ...rows.map(
      ([what, how, amount]) => `| ${what} | ${how} | ${dollars(amount)} |`,
    ),
    ...(isSum ? [`| **all** | | **${dollars(total)}** |`] : []),
  ].join("\n");
}

export const costTables = (): string =>
  [
    tableOf("for a million tasks", millionTasks()),
    tableOf("for a month without a task", idleMonth()),
    tableOf("for a month, only if you want it", onlyIf(), false),
  ].join("\n\n");

if (import.meta.main) console.log(costTables());
