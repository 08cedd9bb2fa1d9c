import fc from "fast-check";
import { addTimes, NO_TIMES, oneTime } from "../../shared/domain/histogram.ts";
import { OUTCOMES } from "../../shared/domain/outcome.ts";
import { QUEUE_CLASSES } from "../../shared/domain/task.ts";
import {
  type AgentUsage,
  NO_AGENT_USAGE,
  NO_USAGE,
  type Usage,
} from "../../shared/domain/usage.ts";

const count = fc.integer({ min: 1, max: 1_000 });
const counts = fc.dictionary(fc.constantFrom(...OUTCOMES), count, {
  noNullPrototype: true,
});
const times = fc
  .array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 5 })
  .map((all) => all.map(oneTime).reduce(addTimes, NO_TIMES));
const spending = {
  inputTokens: count,
  outputTokens: count,
  costNanoUsd: count,
};
const mapOf = <Key, Value>(
  key: fc.Arbitrary<Key>,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<ReadonlyMap<Key, Value>> =>
  fc
    .array(fc.tuple(key, value), { maxLength: 4 })
    .map((entries) => new Map(entries));
const time = fc.integer({ min: 0, max: 5 }).map((ms) => new Date(ms));
const windowNames = fc.constantFrom("five_hour", "seven_day");

/** Anything that a span of time may hold. */
export const someUsage: fc.Arbitrary<Usage> = fc.record({
  classes: mapOf(
    fc.constantFrom(...QUEUE_CLASSES),
    fc.record({
      ends: counts,
      runs: counts,
      wait: times,
      run: times,
      overhead: times,
      starts: fc.record({ count, kept: count, errorMs: count }),
    }),
  ),
  agents: mapOf(
    fc.constantFrom("ada", "bob", "constructor", "__proto__"),
    fc.record({
      ...spending,
      ends: counts,
      runs: counts,
      waitMs: count,
      runMs: count,
    }),
  ),
  models: mapOf(
    fc.constantFrom("opus", "sonnet"),
    fc.record({ ...spending, runs: count }),
  ),
  windows: mapOf(
    windowNames,
    fc.record(
      {
        name: windowNames,
        utilization: fc.constantFrom(0, 0.5, 1),
        resetsAt: time,
        seenAt: time,
      },
      { requiredKeys: ["name", "seenAt"] },
    ),
  ).map(
    (windows) =>
      new Map(
        [...windows].map(([name, window]) => [name, { ...window, name }]),
      ),
  ),
  service: fc.record({ looks: count, up: count, slots: count, running: count }),
});

/** What one agent did, and nobody else. */
export const usageOfAgent = (
  name: string,
  fields: Partial<AgentUsage> = {},
): Usage => ({
  ...NO_USAGE,
  agents: new Map([[name, { ...NO_AGENT_USAGE, ...fields }]]),
});
