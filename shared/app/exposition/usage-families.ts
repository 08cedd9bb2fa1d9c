/** What was done since the beginning, as counters that only grow and histograms of what it took. */
import type { Histogram } from "../../domain/histogram.ts";
import {
  counterFamily,
  gaugeFamily,
  type MetricFamily,
  sample,
  type Sample,
} from "../../domain/metric-family.ts";
import type { OutcomeName } from "../../domain/outcome.ts";
import {
  type ClassUsage,
  type Counts,
  entriesOf,
  type ModelUsage,
  type Usage,
} from "../../domain/usage.ts";
import {
  type WindowFigures,
  windowFigures,
} from "../../domain/usage-windows.ts";

const RUN_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];
const WAIT_BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];
const OVERHEAD_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const LIMIT_OUTCOMES = ["usage-limit", "rate-limit"] as const;
const NANO = 1_000_000_000;

export function usageFamilies(
  usage: Usage,
  now: Date,
): readonly MetricFamily[] {
  return [
    counterFamily(
      "ccsp_tasks_processed_total",
      "Tasks that came to their end, by how.",
      byOutcome(usage, ({ ends }) => ends),
    ),
    counterFamily(
      "ccsp_runs_total",
      "Runs of the CLI that ended, also those after which their task waits for another.",
      byOutcome(usage, ({ runs }) => runs),
    ),
    counterFamily(
      "ccsp_rate_limit_hits_total",
      "Runs that the account's usage or rate limit refused.",
      [sample(runsOf(usage, LIMIT_OUTCOMES))],
    ),
    counterFamily(
      "ccsp_session_timeouts_total",
      "Runs that found the CLI's login lost.",
      [sample(runsOf(usage, ["session-expired"]))],
    ),
    timesFamily(usage, {
      name: "ccsp_task_duration_seconds",
      help: "Time of the CLI, from its start to its end.",
      bucketsSeconds: RUN_BUCKETS,
      timesOf: ({ run }) => run,
    }),
    timesFamily(usage, {
      name: "ccsp_queue_wait_time_seconds",
      help: "Time from when a run was due to its start.",
      bucketsSeconds: WAIT_BUCKETS,
      timesOf: ({ wait }) => wait,
    }),
    timesFamily(usage, {
      name: "ccsp_task_overhead_seconds",
      help: "Time that the service itself took of a run, without the CLI.",
      bucketsSeconds: OVERHEAD_BUCKETS,
      timesOf: ({ overhead }) => overhead,
    }),
    ...modelFamilies([...usage.models]),
    ...windowFamilies(windowFigures(usage, now)),
  ];
}

function byOutcome(
  { classes }: Usage,
  countsOf: (done: ClassUsage) => Counts<string>,
): readonly Sample[] {
  return [...classes].flatMap(([priority, done]) =>
    entriesOf(countsOf(done)).map(([outcome, count]) =>
      sample(count, { priority, outcome }),
    ),
  );
}

function runsOf({ classes }: Usage, outcomes: readonly OutcomeName[]): number {
  let sum = 0;
  for (const { runs } of classes.values())
    for (const outcome of outcomes) sum += runs[outcome] ?? 0;
  return sum;
}

interface Timed {
  readonly name: string;
  readonly help: string;
  readonly bucketsSeconds: readonly number[];
  readonly timesOf: (done: ClassUsage) => Histogram;
}

const timesFamily = (
  { classes }: Usage,
  { timesOf, ...family }: Timed,
): MetricFamily => ({
  ...family,
  type: "histogram",
  distributions: [...classes].map(([priority, done]) => ({
    labels: { priority },
    times: timesOf(done),
  })),
});

const modelFamilies = (
  models: readonly (readonly [string, ModelUsage])[],
): readonly MetricFamily[] => [
  counterFamily(
    "ccsp_tokens_total",
    "Tokens that the model read or wrote.",
    models.flatMap(([model, used]) => [
      sample(used.inputTokens, { model, direction: "input" }),
      sample(used.outputTokens, { model, direction: "output" }),
    ]),
  ),
  counterFamily(
    "ccsp_cost_dollars_total",
    "What runs cost by the CLI's account, in dollars.",
    models.map(([model, { costNanoUsd }]) =>
      sample(costNanoUsd / NANO, { model }),
    ),
  ),
];

const windowFamilies = (
  windows: readonly WindowFigures[],
): readonly MetricFamily[] => [
  gaugeFamily(
    "ccsp_usage_window_utilization_ratio",
    "How far a usage window of the account was used up when a run last learned of it: 1 is all; none once it has reset.",
    windows.flatMap(({ name, utilization }) =>
      utilization === null ? [] : sample(utilization, { window: name }),
    ),
  ),
  gaugeFamily(
    "ccsp_usage_window_resets_timestamp_seconds",
    "When the usage window begins anew, as a Unix time.",
    windows.flatMap(({ name, resetsAt }) =>
      resetsAt === null
        ? []
        : sample(resetsAt.getTime() / 1_000, { window: name }),
    ),
  ),
];
