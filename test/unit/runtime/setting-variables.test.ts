import { afterEach, describe, expect, it, vi } from "vitest";
import {
  BUILT_IN_SETTINGS,
  type Settings,
} from "../../../shared/domain/settings.ts";
import { STOP_RULES } from "../../../shared/domain/stop-conditions.ts";
import { loadCommonConfig } from "../../../shared/runtime/config.ts";

const NEEDED = {
  STAGE: "test",
  CONTROL_TABLE: "control",
  AWS_EMF_ENVIRONMENT: "Local",
  CCSP_LOG_LEVEL: undefined,
};

const initial = (
  said: Readonly<Record<string, string | undefined>>,
): Settings => {
  for (const [name, value] of Object.entries({ ...NEEDED, ...said }))
    vi.stubEnv(name, value);
  return loadCommonConfig().initialSettings;
};
afterEach(() => vi.unstubAllEnvs());

describe("The settings begin", () => {
  it("as built in, where no variable says otherwise", () => {
    expect(initial({})).toEqual(BUILT_IN_SETTINGS);
    expect(initial({ CCSP_CONCURRENCY: "", CCSP_ALLOWED_MODELS: "" })).toEqual(
      BUILT_IN_SETTINGS,
    );
  });

  it("as the variables say", () => {
    const said = {
      CCSP_CONCURRENCY: "64",
      CCSP_MAX_QUEUED_PER_AGENT: "5",
      CCSP_MAX_QUEUED_PER_CLASS: "70",
      CCSP_ALLOWED_MODELS: "sonnet, haiku,",
      CCSP_MAX_TURNS: "10",
      CCSP_MAX_BUDGET_USD: "0.5",
      CCSP_PERMISSION_MODE: "plan",
      CCSP_ALLOWED_TOOLS: "Read,Bash(git log:*)",
      CCSP_DISALLOWED_TOOLS: "WebFetch",
      CCSP_ALLOW_PRIVATE_CALLBACKS: "true",
    };
    expect(initial(said)).toEqual({
      ...BUILT_IN_SETTINGS,
      concurrency: 64,
      maxQueuedPerAgent: 5,
      maxQueuedPerClass: 70,
      allowedModels: ["sonnet", "haiku"],
      maxTurns: 10,
      maxBudgetUsd: 0.5,
      permissionMode: "plan",
      allowedTools: ["Read", "Bash(git log:*)"],
      disallowedTools: ["WebFetch"],
      allowPrivateCallbacks: true,
    });
  });

  it("with rules for a stop as built in, but for what is said", () => {
    const said = {
      "session-lost": { threshold: 3, windowMs: 600_000 },
      "long-limit": { action: "immediate" },
    };
    const CCSP_STOP_CONDITIONS = JSON.stringify(said);
    expect(initial({ CCSP_STOP_CONDITIONS }).stopConditions).toEqual({
      ...STOP_RULES,
      "session-lost": {
        ...STOP_RULES["session-lost"],
        ...said["session-lost"],
      },
      "long-limit": { ...STOP_RULES["long-limit"], action: "immediate" },
    });
  });
});

describe("A variable is refused by its name, with what it must be", () => {
  const COUNT = "must be a whole number from 1 to 9999999";
  const STOPS = "must be JSON that changes rules of memory-exhausted";
  it.each([
    ["CCSP_CONCURRENCY", "0", "must be a whole number from 1 to 64"],
    ["CCSP_CONCURRENCY", "65", "must be a whole number from 1 to 64"],
    ["CCSP_CONCURRENCY", "0x10", "must be a whole number from 1 to 64"],
    ["CCSP_MAX_QUEUED_PER_AGENT", "0", COUNT],
    ["CCSP_MAX_QUEUED_PER_AGENT", "-1", COUNT],
    ["CCSP_MAX_QUEUED_PER_CLASS", "1.5", COUNT],
    ["CCSP_MAX_QUEUED_PER_CLASS", "many", COUNT],
    ["CCSP_MAX_TURNS", "0", "must be a whole number from 1 to 999999"],
    ["CCSP_MAX_BUDGET_USD", "0", "must be a number of dollars above 0"],
    ["CCSP_PERMISSION_MODE", "bypassPermissions", "must be one of default"],
    ["CCSP_ALLOWED_TOOLS", "Read,--verbose", "do not begin with a dash"],
    ["CCSP_STOP_CONDITIONS", "{", STOPS],
    ["CCSP_STOP_CONDITIONS", "[]", STOPS],
    ["CCSP_STOP_CONDITIONS", '{"lost-session": {}}', STOPS],
    ["CCSP_STOP_CONDITIONS", '{"session-lost": {"threshold": 0}}', "threshold"],
    ["CCSP_STOP_CONDITIONS", '{"long-limit": {"action": "on"}}', "action"],
    ["CCSP_STOP_CONDITIONS", '{"long-limit": {"actions": "off"}}', "actions"],
  ])("%s=%s", (name, value, problem) => {
    expect(() => initial({ [name]: value })).toThrow(problem);
    expect(() => initial({ [name]: value })).toThrow(name);
  });
});
