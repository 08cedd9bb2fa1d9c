import { assert, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { LEASE_MS } from "../../../shared/domain/timing.ts";
import { planOf } from "../../crash/plan.ts";

const anyOptions = record({
  seed: integer({ min: 0, max: 2 ** 31 - 1 }),
  kills: integer({ min: 1, max: 60 }),
  tasks: integer({ min: 1, max: 200 }),
  executors: integer({ min: 2, max: 4 }),
});

describe("The plan of a crash test", () => {
  it("is the same for the same seed, and another for another", () => {
    const options = { seed: 7, kills: 20, tasks: 100, executors: 3 };
    expect(planOf(options)).toEqual(planOf(options));
    const other = planOf({ ...options, seed: 8 });
    expect(other.beats).not.toEqual(planOf(options).beats);
  });

  it("has as many kills and tasks as asked for, each task with a marker of its own", () => {
    assert(
      property(anyOptions, (options) => {
        const { beats } = planOf(options);
        const tasks = beats.flatMap(({ requests }) => requests);
        expect(beats).toHaveLength(options.kills);
        expect(tasks).toHaveLength(options.tasks);
        expect(new Set(tasks.map(({ marker }) => marker)).size).toBe(
          tasks.length,
        );
      }),
    );
  });

  it("strikes only who is there, and suspends for longer than a lease", () => {
    assert(
      property(anyOptions, (options) => {
        for (const { kill, pause } of planOf(options).beats) {
          const numbers = [kill.victim, pause?.victim].filter(
            (victim) => typeof victim === "number",
          );
          for (const number of numbers)
            expect(number).toBeLessThan(options.executors);
          if (pause) expect(pause.forMs).toBeGreaterThan(LEASE_MS);
        }
      }),
    );
  });

  it("kills and suspends every kind of part in a hundred kills", () => {
    const { beats } = planOf({ seed: 1, kills: 100, tasks: 1, executors: 3 });
    const killed = new Set(beats.map(({ kill }) => kill.victim));
    expect(killed).toEqual(
      new Set([0, 1, 2, "api", "emulators", "everything"]),
    );
    const suspended = beats.map(({ pause }) => typeof pause?.victim);
    expect(suspended).toEqual(
      expect.arrayContaining(["number", "string", "undefined"]),
    );
  });
});
