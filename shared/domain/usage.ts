/**
 * What was done in a span of time: how tasks ended, how runs ended, how long it took, what it cost.
 * Two spans add up in any order to the same; every number is whole, so nothing is lost by rounding.
 */
import type { ErrorCode, QueueClass } from "./task.ts";
import { addTimes, type Histogram, NO_TIMES } from "./histogram.ts";
import type { OutcomeName, UsageWindow } from "./outcome.ts";
import {
  addPredictedStarts,
  NO_PREDICTED_STARTS,
  type PredictedStarts,
} from "./predicted-starts.ts";
import { addLooks, NO_LOOKS, type ServiceLooks } from "./service-looks.ts";

export type Counts<Name extends string> = Readonly<
  Partial<Record<Name, number>>
>;

/** Tokens and money. A billionth of a dollar is less than any token costs. */
export interface Spending {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
}

export interface ClassUsage {
  /** Finished tasks: `success`, `cancelled`, or the code of their failure. */
  readonly ends: Counts<ErrorCode>;
  /** Runs of the CLI, also those after which the task waited for another. */
  readonly runs: Counts<OutcomeName>;
  /** From when a run was due to its start. */
  readonly wait: Histogram;
  /** The CLI, from spawn to the end of its process. */
  readonly run: Histogram;
  /** What the service itself took of a run's time: from the claim to the recorded end, without the CLI. */
  readonly overhead: Histogram;
  /** Of the tasks whose first run ended. */
  readonly starts: PredictedStarts;
}

export interface AgentUsage extends Spending {
  readonly ends: Counts<ErrorCode>;
  readonly runs: Counts<OutcomeName>;
  /** Sums over the runs. */
  readonly waitMs: number;
  readonly runMs: number;
}

export interface ModelUsage extends Spending {
  readonly runs: number;
}

/** One of the account's usage windows, and when a run reported it so. */
export interface SeenWindow extends UsageWindow {
  readonly seenAt: Date;
}

export interface Usage {
  readonly classes: ReadonlyMap<QueueClass, ClassUsage>;
  /** By name, and `OTHERS` for those that found no room. */
  readonly agents: ReadonlyMap<string, AgentUsage>;
  readonly models: ReadonlyMap<string, ModelUsage>;
  /** The latest that is known of each. */
  readonly windows: ReadonlyMap<string, SeenWindow>;
  readonly service: ServiceLooks;
}

export const NO_USAGE: Usage = {
  classes: new Map(),
  agents: new Map(),
  models: new Map(),
  windows: new Map(),
  service: NO_LOOKS,
};

export const NO_CLASS_USAGE: ClassUsage = {
  ends: {},
  runs: {},
  wait: NO_TIMES,
  run: NO_TIMES,
  overhead: NO_TIMES,
  starts: NO_PREDICTED_STARTS,
};

export const NOTHING_SPENT: Spending = {
  inputTokens: 0,
  outputTokens: 0,
  costNanoUsd: 0,
};

export const NO_AGENT_USAGE: AgentUsage = {
  ...NOTHING_SPENT,
  ends: {},
  runs: {},
  waitMs: 0,
  runMs: 0,
};

export const addUsage = (one: Usage, other: Usage): Usage => ({
  classes: addMaps(one.classes, other.classes, addClasses),
  agents: addMaps(one.agents, other.agents, addAgents),
  models: addMaps(one.models, other.models, addModels),
  windows: addMaps(one.windows, other.windows, laterWindow),
  service: addLooks(one.service, other.service),
});

export const sumUsage = (all: Iterable<Usage>): Usage =>
  [...all].reduce(addUsage, NO_USAGE);

export const addClasses = (one: ClassUsage, other: ClassUsage): ClassUsage => ({
  ends: addCounts(one.ends, other.ends),
  runs: addCounts(one.runs, other.runs),
  wait: addTimes(one.wait, other.wait),
  run: addTimes(one.run, other.run),
  overhead: addTimes(one.overhead, other.overhead),
  starts: addPredictedStarts(one.starts, other.starts),
});

export const addAgents = (one: AgentUsage, other: AgentUsage): AgentUsage => ({
  ...addSpending(one, other),
  ends: addCounts(one.ends, other.ends),
  runs: addCounts(one.runs, other.runs),
  waitMs: one.waitMs + other.waitMs,
  runMs: one.runMs + other.runMs,
});

export const addModels = (one: ModelUsage, other: ModelUsage): ModelUsage => ({
  ...addSpending(one, other),
  runs: one.runs + other.runs,
});

export const addSpending = (one: Spending, other: Spending): Spending => ({
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  costNanoUsd: one.costNanoUsd + other.costNanoUsd,
});

/** Of two that were seen at once, the one that is further used up: the order shall not matter. */
function laterWindow(one: SeenWindow, other: SeenWindow): SeenWindow {
  const byTime = one.seenAt.getTime() - other.seenAt.getTime();
  if (byTime !== 0) return byTime > 0 ? one : other;
  const byUse = (one.utilization ?? -1) - (other.utilization ?? -1);
  const byReset = resetTime(one) - resetTime(other);
  return (byUse || byReset) >= 0 ? one : other;
}

const resetTime = ({ resetsAt }: SeenWindow): number =>
  resetsAt?.getTime() ?? -1;

/** The names of closed vocabularies only: anything else needs a map. */
function addCounts<Name extends string>(
  one: Counts<Name>,
  other: Counts<Name>,
): Counts<Name> {
  const sum: Partial<Record<Name, number>> = { ...one };
  for (const [name, count] of entriesOf(other))
    sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** Those that are there. */
export function entriesOf<Name extends string>(
  counts: Counts<Name>,
): readonly (readonly [Name, number])[] {
  const entries: (readonly [Name, number])[] = [];
  for (const name in counts) {
    const count = counts[name];
    if (count !== undefined) entries.push([name, count]);
  }
  return entries;
}

function addMaps<Key, Value>(
  one: ReadonlyMap<Key, Value>,
  other: ReadonlyMap<Key, Value>,
  add: (one: Value, other: Value) => Value,
): ReadonlyMap<Key, Value> {
  const sum = new Map(one);
  for (const [key, value] of other) {
    const before = sum.get(key);
    sum.set(key, before === undefined ? value : add(before, value));
  }
  return sum;
}
