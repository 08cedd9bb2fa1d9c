/** The rows about the settings: what each may be, and with what it begins. */
import {
  BUILT_IN_SETTINGS,
  type Settings,
} from "../../shared/domain/settings.ts";
import { SettingValues } from "../../shared/runtime/setting-values.ts";

type Name = keyof Settings;

const MEANINGS: Readonly<Record<Name, string>> = {
  concurrency:
    "how many CLIs run at once on each executor; when there are fewer, those that run end by themselves",
  throttleDelayMs: "the least time between two starts on each executor",
  maxQueuedPerAgent: "the most tasks of one agent that may wait",
  maxQueuedPerClass: "the same for all tasks of one class",
  agentCaps: "by agent, what holds for it instead of `maxQueuedPerAgent`",
  allowedModels:
    "the models that agents may name, the first taken when they name none; an empty list: any",
  maxTurns:
    "the most that a task may ask for, and what it gets when it asks for nothing",
  maxBudgetUsd: "the same for dollars",
  permissionMode: "what the CLI may do without asking",
  allowedTools: "rules for tools that it may use",
  disallowedTools: "rules for tools that it may not use",
  retryTimedOut:
    "whether a run that took too long is tried again, for an attempt; else its task fails",
  stopConditions:
    "when the service [stops itself](#when-the-service-stops-itself)",
  allowPrivateCallbacks:
    "whether a callback may go to an address of a private network",
  loadManagement:
    "the shares of the account's usage windows from which on [less urgent work waits](predictions.md#load-management)",
};

const VARIABLES: Readonly<Partial<Record<Name, string>>> = {
  concurrency: "CCSP_CONCURRENCY",
  maxQueuedPerAgent: "CCSP_MAX_QUEUED_PER_AGENT",
  maxQueuedPerClass: "CCSP_MAX_QUEUED_PER_CLASS",
  allowedModels: "CCSP_ALLOWED_MODELS",
  maxTurns: "CCSP_MAX_TURNS",
  maxBudgetUsd: "CCSP_MAX_BUDGET_USD",
  permissionMode: "CCSP_PERMISSION_MODE",
  allowedTools: "CCSP_ALLOWED_TOOLS",
  disallowedTools: "CCSP_DISALLOWED_TOOLS",
  stopConditions: "CCSP_STOP_CONDITIONS",
  allowPrivateCallbacks: "CCSP_ALLOW_PRIVATE_CALLBACKS",
};

/** Objects have no short words: an example says it. */
const EXAMPLES: Readonly<Partial<Record<Name, string>>> = {
  agentCaps: '`{"reviewer": 50}`',
  stopConditions: '`{"session-lost": {"threshold": 3}}`',
  loadManagement: '`{"enabled": false}`, `{"lowAt": 0.7}`',
};

/** The words with which the service refuses what is none. */
function wordsOf(name: Name): string {
  const { error } = SettingValues[name].safeParse(Symbol("none"));
  const [issue] = error?.issues ?? [];
  return issue?.message.replace(/^must (be )?/, "") ?? "";
}

function beginningOf(name: Name): string {
  if (name === "stopConditions") return "as built in";
  const value = BUILT_IN_SETTINGS[name];
  return value === null ? "–" : `\`${JSON.stringify(value)}\``;
}

export const settingsRows = (): readonly (readonly string[])[] =>
  (Object.keys(MEANINGS) as Name[]).map((name) => {
    const variable = VARIABLES[name];
    return [
      `\`${name}\``,
      EXAMPLES[name] ?? wordsOf(name),
      variable === undefined
        ? beginningOf(name)
        : `\`${variable}\`, or ${beginningOf(name)}`,
      MEANINGS[name],
    ];
  });
