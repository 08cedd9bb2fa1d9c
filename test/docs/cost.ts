/**
 * What the service costs on AWS, by the calls that `npm run bench` counted for the README, by the times of
 * docs/cold-start.md and by what the templates hold: the tables of docs/cost.md. `npm run cost` prints them.
 */
import { globSync, readFileSync } from "node:fs";
import { GATE_NAMES } from "../../shared/domain/gate.ts";
import { METRICS, type MetricEntry } from "../../shared/domain/metric-names.ts";
import { OUTCOMES } from "../../shared/domain/outcome.ts";
import { QUEUE_CLASSES } from "../../shared/domain/task.ts";
import { type LambdaTime, lambdaTime } from "./lambda-time.ts";
import { PRICES } from "./prices.ts";

const HOURS = 730; // of a month
const MILLION = 1_000_000;

/** What is taken for granted, in words of the document. */
const ASSUMED = {
  waitGb: 0.25,
  holdSeconds: 25,
  runSeconds: 60,
  runsAtOnce: 2,
  executorCpus: 1,
  executorGb: 4,
  logKb: 8,
  /** Of both schedules, with the lines that Lambda adds. */
  idleLogKb: 7,
} as const;

/** At most: a row below 1 KB with an index entry that goes and one that comes; a read of eight rows. */
const UNITS: Readonly<Record<string, number>> = {
  PutItem: 3 * PRICES.writeMillion.dollars,
  UpdateItem: 3 * PRICES.writeMillion.dollars,
  DeleteItem: 3 * PRICES.writeMillion.dollars,
  GetItem: PRICES.readMillion.dollars,
  Query: PRICES.readMillion.dollars,
  BatchGetItem: 8 * PRICES.readMillion.dollars,
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
  const { waitGb, holdSeconds, runSeconds } = ASSUMED;
  const submit = lambdaTime("agent-api");
  const holds = Math.ceil(runSeconds / holdSeconds);
  const submitted = gbSeconds(submit) * MILLION;
  const waited = runSeconds * waitGb * MILLION;
  const executorHour =
    ASSUMED.executorCpus * PRICES.cpuHour.dollars +
    ASSUMED.executorGb * PRICES.gbHour.dollars;
  const executorHours = (MILLION * runSeconds) / ASSUMED.runsAtOnce / 3_600;
  return [
    [
      "DynamoDB",
      `${sum(table).toFixed(1)} calls for each task, its prompt and result of up to 1 kB; each kB more $0.63`,
      table.reduce((all, [name, n]) => all + n * (UNITS[name] ?? 0), 0),
    ],
    [
      "SQS",
      `${sum(queue).toFixed(1)} calls for each task`,
      sum(queue) * PRICES.sqsMillion.dollars,
    ],
    [
      "HTTP API and Lambda, submitting",
      `one request, ${submit.ms} ms of ${submit.gb} GB`,
      PRICES.httpMillion.dollars +
        PRICES.lambdaMillion.dollars +
        submitted * PRICES.lambdaGbSecond.dollars,
    ],
    [
      "HTTP API and Lambda, waiting",
      `${holds} requests, ${runSeconds} s of ${waitGb} GB; nothing of it with a [callback](callbacks.md)`,
      holds * (PRICES.httpMillion.dollars + PRICES.lambdaMillion.dollars) +
        waited * PRICES.lambdaGbSecond.dollars,
    ],
    [
      "CloudWatch Logs",
      `${ASSUMED.logKb} kB for each task`,
      ((ASSUMED.logKb * MILLION) / 1e6) * PRICES.logGb.dollars,
    ],
    [
      "Fargate",
      `runs of ${runSeconds} s, ${ASSUMED.runsAtOnce} at once in ${ASSUMED.executorCpus} vCPU and ${ASSUMED.executorGb} GB, with a public address`,
      executorHours * (executorHour + PRICES.addressHour.dollars),
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

const gbSeconds = ({ ms, gb }: LambdaTime): number => (ms / 1_000) * gb;

/** A target tracking makes two of its own, which look at the two metrics of its expression. */
const TRACKED = 2 * 2;

/** The metrics that alarms look at. */
function alarmed(): number {
  const files = globSync("infra/resources/**/*.yml", {
    cwd: new URL("../../", import.meta.url).pathname,
  });
  return files.reduce((all, file) => {
    const text = readFileSync(
      new URL(`../../${file}`, import.meta.url),
      "utf8",
    );
    const alarms = text.split(/Type: AWS::CloudWatch::Alarm\n/).slice(1);
    const looks = alarms.map((alarm) => {
      const [own = ""] = alarm.split(/\n {2}\w+:\n/);
      return Math.max(1, [...own.matchAll(/MetricStat:/g)].length);
    });
    return looks.reduce((sum, count) => sum + count, all);
  }, TRACKED);
}

function idleMonth(): readonly Row[] {
  const minutes = HOURS * 60;
  const series = Object.values(METRICS).reduce(
    (all, entry) => all + seriesOf(entry),
    0,
  );
  const alarmedMetrics = alarmed();
  const dispatch = lambdaTime("dispatch-scheduled");
  const poll = lambdaTime("poll-session-issue");
  const scheduled = minutes * (gbSeconds(dispatch) + gbSeconds(poll));
  return [
    [
      "The two schedules",
      `each minute: ${dispatch.ms} ms of ${dispatch.gb} GB and ${poll.ms} ms of ${poll.gb} GB, some 40 reads and 10 writes`,
      scheduled * PRICES.lambdaGbSecond.dollars +
        ((2 * minutes) / MILLION) * PRICES.lambdaMillion.dollars +
        (minutes / MILLION) *
          (40 * PRICES.readMillion.dollars + 10 * PRICES.writeMillion.dollars),
    ],
    [
      "CloudWatch Logs",
      `${ASSUMED.idleLogKb} kB each minute`,
      ((ASSUMED.idleLogKb * minutes) / 1e6) * PRICES.logGb.dollars,
    ],
    [
      "Metrics",
      `${series} series at most; CloudWatch bills only the hours in which one is written`,
      series * PRICES.metricMonth.dollars,
    ],
    [
      "Alarms",
      `on ${alarmedMetrics} metrics`,
      alarmedMetrics * PRICES.alarmMonth.dollars,
    ],
    ["Dashboard", "one", PRICES.dashboardMonth.dollars],
    ["Secrets", "three", 3 * PRICES.secretMonth.dollars],
    ["Executor", "none: it scales to zero", 0],
  ];
}

function onlyIf(): readonly Row[] {
  const hour =
    ASSUMED.executorCpus * PRICES.cpuHour.dollars +
    ASSUMED.executorGb * PRICES.gbHour.dollars;
  return [
    [
      "One executor that stays (`CCSP_MIN_EXECUTORS=1`)",
      `${ASSUMED.executorCpus} vCPU, ${ASSUMED.executorGb} GB, a public address`,
      HOURS * (hour + PRICES.addressHour.dollars),
    ],
    [
      "A NAT gateway of yours, for private subnets",
      "its hours; each GB through it $0.045 more",
      HOURS * PRICES.natHour.dollars,
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

export const priceTable = (): string =>
  [
    "| price | dollars | AWS's page | quoted by |",
    "| --- | ---: | --- | --- |",
    ...Object.values(PRICES).map(
      ({ of, dollars: amount, page, quotedBy }) =>
        `| ${of} | $${amount} | [${hostOf(page)}](${page}) | [${hostOf(quotedBy)}](${quotedBy}) |`,
    ),
  ].join("\n");

const hostOf = (page: string): string => new URL(page).host;

export const costTables = (): string =>
  [
    tableOf("for a million tasks", millionTasks()),
    tableOf("for a month without a task", idleMonth()),
    tableOf("for a month, only if you want it", onlyIf(), false),
  ].join("\n\n");

if (import.meta.main) console.log(costTables());
