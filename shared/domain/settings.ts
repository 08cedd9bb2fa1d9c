/**
 * What operators may change while the service runs. Environment variables say with what it begins;
 * a patch is laid over that, and what the patch does not name stays as it began.
 */
import {
  STOP_CONDITIONS,
  STOP_RULES,
  type StopCondition,
  type StopRule,
  type StopRules,
} from "./stop-conditions.ts";

/** Those that never pass over a question: whoever wants that has to run the CLI without us. */
export const PERMISSION_MODES = [
  "default",
  "acceptEdits",
  "plan",
  "dontAsk",
] as const;
export type PermissionMode = (typeof PERMISSION_MODES)[number];

/** From which share of the account's usage windows on work is held back. */
export interface LoadManagement {
  readonly enabled: boolean;
  /** Above it `low` waits. */
  readonly lowAt: number;
  /** Above it `normal` and `scheduled` wait, too. */
  readonly normalAt: number;
  /** Above it everything waits but `urgent`. */
  readonly allButUrgentAt: number;
}

export interface Settings {
  /** How many CLIs run at once, on each executor. */
  readonly concurrency: number;
  /** The least time between two starts, on each executor. */
  readonly throttleDelayMs: number;
  readonly maxQueuedPerAgent: number;
  readonly maxQueuedPerClass: number;
  /** By agent, what holds for it instead of `maxQueuedPerAgent`. */
  readonly agentCaps: Readonly<Record<string, number>>;
  /** The models that may be named; empty: any. */
  readonly allowedModels: readonly string[];
  /** `null`: no bound. */
  readonly maxTurns: number | null;
  readonly maxBudgetUsd: number | null;
  readonly permissionMode: PermissionMode;
  readonly allowedTools: readonly string[];
  readonly disallowedTools: readonly string[];
  /** Whether a run that took too long is tried again, at the price of an attempt. */
  readonly retryTimedOut: boolean;
  readonly stopConditions: StopRules;
  /** Whether a callback may go to an address that only this network has. */
  readonly allowPrivateCallbacks: boolean;
  readonly loadManagement: LoadManagement;
}

/** With what the service begins where nothing else was said. */
export const BUILT_IN_SETTINGS: Settings = {
  concurrency: 2,
  throttleDelayMs: 0,
  maxQueuedPerAgent: 1_000,
  maxQueuedPerClass: 10_000,
  agentCaps: {},
  allowedModels: [],
  maxTurns: null,
  maxBudgetUsd: null,
  permissionMode: "default",
  allowedTools: [],
  disallowedTools: [],
  retryTimedOut: false,
  stopConditions: STOP_RULES,
  allowPrivateCallbacks: false,
  loadManagement: {
    enabled: true,
    lowAt: 0.8,
    normalAt: 0.9,
    allButUrgentAt: 0.95,
  },
};

type Patched<T> = { readonly [Name in keyof T]?: T[Name] | null };

/** What is changed: `null` and what is absent are as the service began. */
export type SettingsPatch = Patched<
  Omit<Settings, "agentCaps" | "stopConditions" | "loadManagement"> & {
    readonly agentCaps: Patched<Record<string, number>>;
    readonly stopConditions: Patched<Record<StopCondition, Patched<StopRule>>>;
    readonly loadManagement: Patched<LoadManagement>;
  }
>;

/** The settings as they are, with the patch laid over those that the service began with. */
export function patched(initial: Settings, patch: SettingsPatch): Settings {
  const { agentCaps, stopConditions, loadManagement, ...plain } = patch;
  return {
    ...over(initial, plain),
    agentCaps: over(initial.agentCaps, agentCaps),
    stopConditions: patchedRules(initial.stopConditions, stopConditions),
    loadManagement: over(initial.loadManagement, loadManagement),
  };
}

function patchedRules(
  rules: StopRules,
  patch: SettingsPatch["stopConditions"],
): StopRules {
  const changed = STOP_CONDITIONS.map(
    (each) => [each, over(rules[each], patch?.[each])] as const,
  );
  return { ...rules, ...Object.fromEntries(changed) };
}

function over<T extends object>(
  base: T,
  patch: Patched<T> | null | undefined = {},
): T {
  const said = Object.entries(patch ?? {}).filter(
    ([, value]) => value !== null,
  );
  return { ...base, ...Object.fromEntries(said) };
}

export interface SettingsProblem {
  /** The first part of the way to what is wrong. */
  readonly name: keyof Settings;
  readonly field: string;
  /** What is wrong with it, as the end of a sentence. */
  readonly message: string;
}

/** What does not go together, though each value by itself would do. */
export function settingsProblem({
  loadManagement: { lowAt, normalAt, allButUrgentAt },
}: Settings): SettingsProblem | undefined {
  const name = "loadManagement";
  if (lowAt > normalAt)
    return {
      name,
      field: "loadManagement.normalAt",
      message: `must be at least loadManagement.lowAt, which is ${String(lowAt)}`,
    };
  if (normalAt > allButUrgentAt)
    return {
      name,
      field: "loadManagement.allButUrgentAt",
      message: `must be at least loadManagement.normalAt, which is ${String(normalAt)}`,
    };
  return undefined;
}
