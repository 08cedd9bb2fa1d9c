/**
 * Every metric that the service writes: the one table that the emitter, the alarms, the dashboard
 * and docs/metrics.md go by. All are written for the stage as a whole; `by` adds, for each name
 * there, the same numbers by stage and that dimension.
 */
import type { GateName } from "./gate.ts";
import type { ErrorCode, QueueClass } from "./task.ts";

export const METRICS_NAMESPACE = "CCSP";

/** Closed vocabularies only: each value is a metric that CloudWatch counts and bills. */
export interface MetricDimensions {
  readonly Class?: QueueClass;
  /** `success`, `cancelled`, or the code of a failure. */
  readonly Outcome?: ErrorCode;
  readonly Gate?: GateName;
}

export type DimensionName = keyof MetricDimensions;

/**
 * `event`: counted when it happens, and 0 is written each minute, so that its sum is never missing.
 * `gauge`: looked at each minute. `sample`: only when something happens, and so nothing for an alarm.
 */
export type MetricKind = "event" | "gauge" | "sample";

export interface MetricEntry {
  readonly unit: "Count" | "Milliseconds" | "Percent" | "None";
  readonly by: readonly DimensionName[];
  readonly kind: MetricKind;
  readonly meaning: string;
}

const event = (
  meaning: string,
  by: readonly DimensionName[] = [],
): MetricEntry => ({ unit: "Count", by, kind: "event", meaning });

const time = (
  meaning: string,
  by: readonly DimensionName[] = [],
): MetricEntry => ({ unit: "Milliseconds", by, kind: "sample", meaning });

const gauge = (
  unit: MetricEntry["unit"],
  meaning: string,
  by: readonly DimensionName[] = [],
): MetricEntry => ({ unit, by, kind: "gauge", meaning });

export const METRICS = {
  TasksAccepted: event("Tasks that were accepted.", ["Class"]),
  TasksStarted: event("Runs of the CLI that were begun.", ["Class"]),
  RunsEnded: event(
    "Runs of the CLI that ended, also those after which their task waits for another.",
    ["Class", "Outcome"],
  ),
  TasksFinished: event("Tasks that came to their end, whichever it was.", [
    "Class",
    "Outcome",
  ]),
  TasksFailed: event(
    "Those of the finished tasks that failed; cancelled ones did not.",
    ["Class"],
  ),
  TaskAttempts: {
    unit: "Count",
    by: ["Class"],
    kind: "sample",
    meaning: "Attempts that a finished task took.",
  },
  TaskWaitTime: time("From when a run was due to its start.", ["Class"]),
  PredictedStartKept: {
    unit: "None",
    by: ["Class"],
    kind: "sample",
    meaning:
      "1 when a task started as was told at its acceptance, within 30 s or a quarter of the wait, else 0: its average is how often.",
  },
  PredictedStartError: time(
    "From the start that was told to the one that came, to either side.",
    ["Class"],
  ),
  TaskRunTime: time("The CLI, from its start to its end.", ["Class"]),
  TaskOverheadTime: time(
    "What the service itself took of a run's time, from the claim to the recorded end, without the CLI.",
    ["Class"],
  ),
  CliStartTime: time(
    "From the start of the CLI to the first that it said; none of a run that ended without a word.",
  ),
  InputTokens: event("Tokens that the model read."),
  OutputTokens: event("Tokens that the model wrote."),
  CostUsd: {
    ...event("What runs cost by the CLI's account, in dollars."),
    unit: "None",
  },
  QueueDepth: gauge("Count", "Tasks that wait for a place or a gate.", [
    "Class",
  ]),
  OldestWaitingAge: gauge(
    "Milliseconds",
    "How long the oldest task that may start has waited; 0 when there is none.",
    ["Class"],
  ),
  TasksRunning: gauge("Count", "Tasks that run.", ["Class"]),
  GateClosed: gauge("None", "1 while a gate is closed, 0 while it is open.", [
    "Gate",
  ]),
  LimitHits: event(
    "Runs that the account's usage or rate limit refused; each holds back all tasks.",
  ),
  LimitRemainingMs: gauge(
    "Milliseconds",
    "Until the account's limit is over; 0 while there is none.",
  ),
  SessionLost: gauge("None", "1 while the CLI's login is lost, 0 while not."),
  ExecutorsSeen: gauge(
    "Count",
    "Executors that said in the last minute that they live.",
  ),
  ExecutorsWorking: gauge("Count", "Those of them that can use their CLI."),
  ExecutorMemoryUsed: gauge(
    "Percent",
    "Memory in use, of what the executor's container may have; none where nothing limits it.",
  ),
  DeadLetters: gauge("Count", "Failed tasks that are kept."),
  DeadMessages: event("Messages that SQS gave up and that were dealt with."),
  DispatchRuns: event("Runs of `dispatch-scheduled`."),
  DispatchFailures: event("Those of them that failed, in whole or in part."),
  CallbacksDelivered: event("Callbacks that their receiver took."),
  CallbacksFailed: event("Callbacks that were given up."),
  AuthenticationsFailed: event("Tokens that were refused."),
  MessagesGivenBack: event(
    "Messages that were received and could not be started.",
    ["Class"],
  ),
} as const satisfies Readonly<Record<string, MetricEntry>>;

export type MetricName = keyof typeof METRICS;

/** Those that are 0 when nothing happens. */
export const EVENT_METRICS: readonly MetricName[] = namesIn(METRICS).filter(
  (name) => METRICS[name].kind === "event",
);

function namesIn<Name extends string>(
  table: Readonly<Record<Name, MetricEntry>>,
): readonly Name[] {
  const names: Name[] = [];
  for (const name in table) names.push(name);
  return names;
}
