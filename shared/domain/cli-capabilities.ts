/** What a program that does the work is able to do, besides answering a prompt. */
export interface CliCapabilities {
  /** It tells its failures apart (limits, login, outage); otherwise only how its process ended is known. */
  readonly structuredOutcomes: boolean;
  /** It reports tokens, cost and turns. */
  readonly usage: boolean;
  /** A request may carry a system prompt. */
  readonly systemPrompt: boolean;
  /** A request may name a model. */
  readonly model: boolean;
  /** A request may limit turns and cost. */
  readonly limits: boolean;
}

/** What a request may ask for beyond an answer. */
export interface CliWishes {
  readonly systemPrompt?: string;
  readonly model?: string;
  readonly maxTurns?: number;
  readonly maxBudgetUsd?: number;
}

/**
 * Why a program cannot do what a request asks for, in words; `undefined` when it can. A wish is
 * refused, not ignored: an answer without the system prompt would be an answer to something else.
 */
export function refuseWishes(
  wishes: CliWishes,
  capabilities: CliCapabilities,
): string | undefined {
  const { systemPrompt = "", model, maxTurns, maxBudgetUsd } = wishes;
  const { limits } = capabilities;
  const beyond = [
    !capabilities.systemPrompt && systemPrompt !== "" ? ["systemPrompt"] : [],
    !capabilities.model && model !== undefined ? ["model"] : [],
    !limits && maxTurns !== undefined ? ["maxTurns"] : [],
    !limits && maxBudgetUsd !== undefined ? ["maxBudgetUsd"] : [],
  ].flat();
  return beyond.length === 0
    ? undefined
    : `The program that does the work has no ${beyond.join(", no ")}`;
}
