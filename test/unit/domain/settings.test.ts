import { describe, expect, it } from "vitest";
import {
  BUILT_IN_SETTINGS,
  patched,
  settingsProblem,
} from "../../../shared/domain/settings.ts";
import { changedValues } from "../../../shared/domain/settings-change.ts";

describe("A patch of the settings", () => {
  it("changes what it names, within a rule as well, and nothing else", () => {
    const patch = {
      concurrency: 8,
      allowedModels: ["haiku"],
      agentCaps: { constructor: 3 },
      stopConditions: { "session-lost": { threshold: 2 } },
      loadManagement: { lowAt: 0.5 },
    };
    const { stopConditions, loadManagement } = BUILT_IN_SETTINGS;
    expect(patched(BUILT_IN_SETTINGS, patch)).toEqual({
      ...BUILT_IN_SETTINGS,
      concurrency: 8,
      allowedModels: ["haiku"],
      agentCaps: { constructor: 3 },
      stopConditions: {
        ...stopConditions,
        "session-lost": { ...stopConditions["session-lost"], threshold: 2 },
      },
      loadManagement: { ...loadManagement, lowAt: 0.5 },
    });
  });

  it("that says null leaves what was there in the beginning", () => {
    const nothing = {
      concurrency: null,
      retryTimedOut: null,
      maxTurns: null,
      agentCaps: null,
      stopConditions: { "session-lost": null, "long-limit": { action: null } },
      loadManagement: { lowAt: null },
    };
    const initial = patched(BUILT_IN_SETTINGS, {
      concurrency: 3,
      retryTimedOut: true,
      maxTurns: 9,
      agentCaps: { alice: 1 },
    });
    expect(patched(initial, nothing)).toEqual(initial);
    expect(patched(initial, { retryTimedOut: false }).retryTimedOut).toBe(
      false,
    );
  });
});

describe("The thresholds of the load", () => {
  const problemOf = (lowAt: number, normalAt: number, allButUrgentAt: number) =>
    settingsProblem(
      patched(BUILT_IN_SETTINGS, {
        loadManagement: { lowAt, normalAt, allButUrgentAt },
      }),
    );

  it("may be the same, and rise", () => {
    expect(problemOf(0.8, 0.9, 0.95)).toBeUndefined();
    expect(problemOf(1, 1, 1)).toBeUndefined();
  });

  it("may not fall", () => {
    expect(problemOf(0.91, 0.9, 0.95)).toEqual({
      name: "loadManagement",
      field: "loadManagement.normalAt",
      message: "must be at least loadManagement.lowAt, which is 0.91",
    });
    expect(problemOf(0.8, 0.96, 0.95)).toMatchObject({
      field: "loadManagement.allButUrgentAt",
    });
  });
});

describe("What a change changed", () => {
  const step = (patch: Parameters<typeof patched>[1] & object) => ({
    patch: JSON.parse(JSON.stringify(patch)),
    settings: patched(BUILT_IN_SETTINGS, patch),
  });

  it("is said value by value, from what and to what", () => {
    const before = step({
      concurrency: 4,
      agentCaps: { alice: 1, bob: 2 },
      allowedTools: ["Read"],
    });
    const after = step({
      agentCaps: { alice: 1, carl: 3 },
      allowedTools: ["Read", "Grep"],
      loadManagement: { lowAt: 0.7 },
      maxTurns: 5,
    });
    expect(changedValues(before, after)).toEqual({
      concurrency: { from: 4, to: 2 },
      "agentCaps.bob": { from: 2, to: null },
      "agentCaps.carl": { from: null, to: 3 },
      allowedTools: { from: ["Read"], to: ["Read", "Grep"] },
      "loadManagement.lowAt": { from: 0.8, to: 0.7 },
      maxTurns: { from: null, to: 5 },
    });
  });

  it("is also what was pinned to the value that it had", () => {
    const after = step({ concurrency: 2 });
    expect(changedValues(step({}), after)).toEqual({
      concurrency: { from: 2, to: 2 },
    });
    expect(changedValues(after, after)).toEqual({});
  });
});
