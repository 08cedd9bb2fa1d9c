import { describe, expect, it } from "vitest";
import { countStanding } from "../../../shared/app/count-standing.ts";
import { measureState } from "../../../shared/app/measure-state.ts";
import {
  type MetricDimensions,
  type MetricName,
  METRICS,
} from "../../../shared/domain/metric-names.ts";
import { NEVER_LOST } from "../../../shared/domain/session.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aRunningTask, aTask } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

function aWatch() {
  const world = aWorld();
  const { metrics } = world;
  const count = countStanding(world);
  const measure = measureState({ ...world, ...world.control, count });
  /** The values of a metric, by these dimensions. */
  const valuesOf = (name: MetricName, of: MetricDimensions = {}): number[] =>
    metrics.measurements
      .filter(({ dimensions }) =>
        Object.entries(of).every(
          ([each, value]) => dimensions[each as keyof typeof of] === value,
        ),
      )
      .flatMap(({ values }) => values[name] ?? []);
  return { ...world, measure, valuesOf };
}

describe("the state that is told each minute", () => {
  it("has a value of every event and gauge when nothing is there, and clears every alarm", async () => {
    const { measure, valuesOf } = aWatch();
    await measure();
    for (const [name, { kind }] of Object.entries(METRICS)) {
      // Executors tell of their own memory, and dispatch-scheduled of its own end.
      if (kind === "sample" || name === "ExecutorMemoryUsed") continue;
      const values = valuesOf(name as MetricName);
      expect({ name, values: new Set(values) }).toEqual({
        name,
        values: new Set([0]),
      });
    }
  });

  it("is what waits and runs in each class, and how long the oldest has waited", async () => {
    const { measure, valuesOf, store, clock } = aWatch();
    for (const task of [
      aTask(),
      aTask(),
      aRunningTask({ priority: "low" }),
      aTask({ status: "failed", finishedAt: START }),
    ])
      await store.create(task, aContent());
    await clock.advance(5_000);
    await measure();
    expect(valuesOf("QueueDepth", { Class: "normal" })).toEqual([2]);
    expect(valuesOf("OldestWaitingAge", { Class: "normal" })).toEqual([5_000]);
    expect(valuesOf("QueueDepth", { Class: "low" })).toEqual([0]);
    expect(valuesOf("TasksRunning", { Class: "low" })).toEqual([1]);
    expect(valuesOf("DeadLetters")).toEqual([1]);
  });

  it("is each gate, and how long the limit lasts", async () => {
    const { measure, valuesOf, control } = aWatch();
    const closed = { reason: "r", actor: "a", since: START };
    await control.gates.close({ ...closed, name: "paused" });
    await control.gates.close({
      ...closed,
      name: "limit",
      until: later(START, 90_000),
    });
    await control.gates.close({ ...closed, name: "load", until: START });
    await measure();
    expect(valuesOf("GateClosed", { Gate: "paused" })).toEqual([1]);
    expect(valuesOf("GateClosed", { Gate: "limit" })).toEqual([1]);
    expect(valuesOf("GateClosed", { Gate: "load" })).toEqual([0]);
    expect(valuesOf("LimitRemainingMs")).toEqual([90_000]);
  });

  it("is the login, and the executors that can use their CLI", async () => {
    const { measure, valuesOf, control } = aWatch();
    const seen = await control.sessions.read();
    await control.sessions.replace(seen, { ...NEVER_LOST, state: "blocked" });
    const sighting = { slots: 1, running: 0, lastSeenAt: START };
    await control.executors.note({ ...sighting, id: "e-1" });
    await control.executors.note({ ...sighting, id: "e-2", problem: "no CLI" });
    await measure();
    expect(valuesOf("SessionLost")).toEqual([1]);
    expect(valuesOf("ExecutorsSeen")).toEqual([2]);
    expect(valuesOf("ExecutorsWorking")).toEqual([1]);
  });

  it("is told as far as it is known, and what failed is thrown", async () => {
    const { measure, valuesOf, control } = aWatch();
    control.failing.add("seenSince");
    await expect(measure()).rejects.toThrow("seenSince");
    expect(valuesOf("ExecutorsSeen")).toEqual([]);
    expect(valuesOf("SessionLost")).toEqual([0]);
    expect(valuesOf("QueueDepth", { Class: "urgent" })).toEqual([0]);
    expect(valuesOf("TasksFinished")).toEqual([0]);
  });
});
