/** What agents may ask of the CLI, and what becomes of a request that asks for nothing. */
import type { Settings } from "./settings.ts";
import type { TaskRequest } from "./task.ts";

export interface WishLimits {
  /** The models that may be named; empty: any. */
  readonly models: readonly string[];
  readonly maxTurns?: number;
  readonly maxBudgetUsd?: number;
}

export const wishLimitsOf = ({
  allowedModels: models,
  maxTurns,
  maxBudgetUsd,
}: Settings): WishLimits => ({
  models,
  ...(maxTurns !== null && { maxTurns }),
  ...(maxBudgetUsd !== null && { maxBudgetUsd }),
});

export type Limited =
  /** The request as it may run: a bound that it left open is the limit. */
  | { readonly kind: "allowed"; readonly request: TaskRequest }
  | {
      readonly kind: "forbidden";
      readonly field: "model" | "maxTurns" | "maxBudgetUsd";
      readonly problem: string;
    };

export function limitWishes(request: TaskRequest, limits: WishLimits): Limited {
  const { models, maxTurns, maxBudgetUsd } = limits;
  const { model = models[0] } = request;
  if (model !== undefined && models.length > 0 && !models.includes(model))
    return {
      kind: "forbidden",
      field: "model",
      problem: `is not allowed here; choose one of ${models.join(", ")}`,
    };
  if (exceeds(request.maxTurns, maxTurns))
    return {
      kind: "forbidden",
      field: "maxTurns",
      problem: `may be at most ${String(maxTurns)} here`,
    };
  if (exceeds(request.maxBudgetUsd, maxBudgetUsd))
    return {
      kind: "forbidden",
      field: "maxBudgetUsd",
      problem: `may be at most ${String(maxBudgetUsd)} here`,
    };
  return {
    kind: "allowed",
    request: {
      ...(model !== undefined && { model }),
      ...(maxTurns !== undefined && { maxTurns }),
      ...(maxBudgetUsd !== undefined && { maxBudgetUsd }),
      ...request,
    },
  };
}

const exceeds = (
  wish: number | undefined,
  limit: number | undefined,
): boolean => wish !== undefined && limit !== undefined && wish > limit;
