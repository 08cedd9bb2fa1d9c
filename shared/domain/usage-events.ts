/** What one ended run, or one finished task, adds to the usage of its minute. */
import { oneTime } from "./histogram.ts";
import type { CliRun, ModelSpending } from "./outcome.ts";
import { predictedStartsOf } from "./prediction/expected-start.ts";
import type { ErrorCode, Task } from "./task.ts";
import {
  type AgentUsage,
  type ClassUsage,
  type ModelUsage,
  NO_AGENT_USAGE,
  NO_CLASS_USAGE,
  NO_USAGE,
  NOTHING_SPENT,
  type Spending,
  type Usage,
} from "./usage.ts";

export interface EndedRun {
  /** As it was claimed. */
  readonly task: Task;
  readonly run: CliRun;
  /** The model that was asked for; absent: the CLI's own choice. */
  readonly model?: string;
  /** When its end was recorded, or was found not to count. */
  readonly at: Date;
}

/** Of a run whose model nobody named, neither the request nor the CLI. */
export const UNKNOWN_MODEL = "(unknown)";
const MAX_MODEL_CHARACTERS = 100;
const NANO = 1_000_000_000;

export function usageOfRun(ended: EndedRun): Usage {
  const { task, run, model, at } = ended;
  const runs = { [run.outcome]: 1 };
  const waitMs = sinceMs(task.notBefore, task.startedAt ?? at);
  return {
    ...usageOf(task, {
      ofClass: {
        runs,
        wait: oneTime(waitMs),
        run: oneTime(run.executionTimeMs),
        overhead: oneTime(overheadMs(ended)),
        starts: predictedStartsOf(task),
      },
      ofAgent: {
        ...spendingOf(run.usage),
        runs,
        waitMs,
        runMs: Math.max(0, Math.round(run.executionTimeMs)),
      },
    }),
    models: new Map(modelsOf(run, model)),
    windows: new Map(
      (run.usageWindows ?? []).map((window) => [
        window.name,
        { ...window, seenAt: at },
      ]),
    ),
  };
}

/** What the service itself took: from the claim to the recorded end, without the CLI. */
export const overheadMs = ({ task, run, at }: EndedRun): number =>
  Math.max(0, sinceMs(task.startedAt ?? at, at) - run.executionTimeMs);

/** @param task as it is at its end */
export function usageOfEnd(task: Task): Usage {
  const ends = { [endOf(task)]: 1 };
  return usageOf(task, { ofClass: { ends }, ofAgent: { ends } });
}

/** `success`, `cancelled`, or the code of its failure. */
export const endOf = ({ status, error }: Task): ErrorCode =>
  status === "succeeded" ? "success" : (error?.code ?? "unknown");

const usageOf = (
  { queueClass, agent }: Task,
  parts: {
    readonly ofClass: Partial<ClassUsage>;
    readonly ofAgent: Partial<AgentUsage>;
  },
): Usage => ({
  ...NO_USAGE,
  classes: new Map([[queueClass, { ...NO_CLASS_USAGE, ...parts.ofClass }]]),
  agents: new Map([[agent, { ...NO_AGENT_USAGE, ...parts.ofAgent }]]),
});

/** By what the CLI said of each model; else all of it by the one that was asked for. */
function modelsOf(
  { models = [], usage }: CliRun,
  asked = UNKNOWN_MODEL,
): (readonly [string, ModelUsage])[] {
  const used: readonly ModelSpending[] =
    models.length > 0 ? models : [{ ...NO_COST, ...usage, model: asked }];
  return used.map(({ model, ...spent }) => [
    model.slice(0, MAX_MODEL_CHARACTERS),
    { ...spendingOf(spent), runs: 1 },
  ]);
}

const NO_COST = { inputTokens: 0, outputTokens: 0, costUsd: 0 };

const spendingOf = (
  spent: Omit<ModelSpending, "model"> | undefined,
): Spending =>
  spent
    ? {
        inputTokens: spent.inputTokens,
        outputTokens: spent.outputTokens,
        costNanoUsd: Math.round(spent.costUsd * NANO),
      }
    : NOTHING_SPENT;

/** Two clocks may differ by a moment: never negative. */
const sinceMs = (from: Date, to: Date): number =>
  Math.max(0, to.getTime() - from.getTime());
