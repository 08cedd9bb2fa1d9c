/** A row of a table holds 400 kB: of very many agents or models only those that did most keep their names. */
import {
  addAgents,
  addModels,
  type AgentUsage,
  entriesOf,
  type ModelUsage,
  type Usage,
} from "./usage.ts";

/** All the rest together. No agent can be called so. */
export const OTHERS = "(others)";
const MAX_AGENTS = 400;
const MAX_MODELS = 50;

export const capUsage = (usage: Usage): Usage => ({
  ...usage,
  agents: cap(usage.agents, {
    most: MAX_AGENTS,
    rank: runsAndEnds,
    add: addAgents,
  }),
  models: cap(usage.models, {
    most: MAX_MODELS,
    rank: ({ runs }: ModelUsage) => runs,
    add: addModels,
  }),
});

interface Cap<Value> {
  readonly most: number;
  /** What did more stays. */
  readonly rank: (value: Value) => number;
  readonly add: (one: Value, other: Value) => Value;
}

function cap<Value>(
  map: ReadonlyMap<string, Value>,
  { most, rank, add }: Cap<Value>,
): ReadonlyMap<string, Value> {
  if (map.size <= most) return map;
  const sorted = [...map]
    .filter(([name]) => name !== OTHERS)
    .toSorted(
      ([name, one], [otherName, other]) =>
        rank(other) - rank(one) || (name < otherName ? -1 : 1),
    );
  const rest = sorted.slice(most - 1).map(([, value]) => value);
  const before = map.get(OTHERS);
  const all = before === undefined ? rest : [before, ...rest];
  return new Map([
    ...sorted.slice(0, most - 1),
    [OTHERS, all.reduce((one, other) => add(one, other))],
  ]);
}

const runsAndEnds = ({ runs, ends }: AgentUsage): number =>
  [...entriesOf(runs), ...entriesOf(ends)].reduce(
    (sum, [, count]) => sum + count,
    0,
  );
