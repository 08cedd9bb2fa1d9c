/** What each agent asked for and got, and what went wrong: the busiest, and the most frequent, first. */
import type { OutcomeName } from "./outcome.ts";
import type { ErrorCode } from "./task.ts";
import { allClasses, type Ends, endsOf, ratio, total } from "./usage-rates.ts";
import { type TokensAndCost, tokensAndCost } from "./usage-figures.ts";
import {
  type AgentUsage,
  type Counts,
  entriesOf,
  type Usage,
} from "./usage.ts";

export interface AgentFigures extends Ends, TokensAndCost {
  readonly agent: string;
  readonly requests: number;
  readonly averageWaitTime: number | null;
  readonly averageResponseTime: number | null;
}

export const agentFigures = ({ agents }: Usage): readonly AgentFigures[] =>
  [...agents]
    .map(([agent, used]) => figuresOfAgent(agent, used))
    .toSorted(
      (one, other) =>
        other.requests - one.requests || byName(one.agent, other.agent),
    );

function figuresOfAgent(agent: string, used: AgentUsage): AgentFigures {
  const requests = total(used.runs);
  return {
    agent,
    ...endsOf(used.ends),
    requests,
    averageWaitTime: ratio(used.waitMs, requests),
    averageResponseTime: ratio(used.runMs, requests),
    ...tokensAndCost(used),
  };
}

export interface Failures {
  readonly outcome: ErrorCode;
  /** Tasks that failed of it in the end. */
  readonly tasks: number;
  /** Runs that ended so, also those after which the task was tried again. */
  readonly runs: number;
}

export function failuresByOutcome(usage: Usage): readonly Failures[] {
  const { ends, runs } = allClasses(usage);
  const found = new Map<ErrorCode, Failures>();
  const failuresOf = (outcome: ErrorCode): Failures =>
    found.get(outcome) ?? { outcome, tasks: 0, runs: 0 };
  for (const [outcome, tasks] of failed(ends))
    found.set(outcome, { ...failuresOf(outcome), tasks });
  for (const [outcome, count] of failed(runs))
    found.set(outcome, { ...failuresOf(outcome), runs: count });
  return [...found.values()].toSorted(
    (one, other) =>
      other.tasks - one.tasks ||
      other.runs - one.runs ||
      byName(one.outcome, other.outcome),
  );
}

export interface FailuresOfAgent {
  readonly agent: string;
  readonly failed: number;
  readonly errorRate: number | null;
  /** Its failed tasks by why they failed. */
  readonly outcomes: Counts<ErrorCode>;
}

/** Those that had any. */
export const failuresByAgent = ({
  agents,
}: Usage): readonly FailuresOfAgent[] =>
  [...agents]
    .map(([agent, { ends }]) => ({
      agent,
      failed: endsOf(ends).failed,
      errorRate: endsOf(ends).errorRate,
      outcomes: Object.fromEntries(failed(ends)),
    }))
    .filter((each) => each.failed > 0)
    .toSorted(
      (one, other) =>
        other.failed - one.failed || byName(one.agent, other.agent),
    );

const NO_FAILURES: ReadonlySet<OutcomeName | ErrorCode> = new Set([
  "success",
  "cancelled",
]);

const failed = <Name extends ErrorCode>(
  counts: Counts<Name>,
): readonly (readonly [Name, number])[] =>
  entriesOf(counts).filter(([name]) => !NO_FAILURES.has(name));

const byName = (one: string, other: string): number => (one < other ? -1 : 1);
