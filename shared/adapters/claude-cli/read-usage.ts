import type { ModelSpending, Usage } from "../../domain/outcome.ts";
import { type JsonRecord, toNumber, toRecord } from "./json-fields.ts";

type Tokens = Pick<Usage, "inputTokens" | "outputTokens">;

/**
 * What a run used, from its result event. The tokens are those of `modelUsage`, from which the CLI
 * reckons the cost: it also counts subagents, and what was used before a bound ended the run, when
 * `usage` reads 0. Where it is empty, `usage` says how much it was.
 */
export function readUsage(event: JsonRecord): Usage {
  const models = Object.values(toRecord(event["modelUsage"])).map(toRecord);
  return {
    ...(models.length > 0
      ? models.map(tokensOfModel).reduce(sum)
      : tokensOfConversation(toRecord(event["usage"]))),
    costUsd: toNumber(event["total_cost_usd"]) ?? 0,
    turns: toNumber(event["num_turns"]) ?? 0,
  };
}

/** The same by model; none where the CLI does not tell them apart. */
export const readModels = (event: JsonRecord): readonly ModelSpending[] =>
  Object.entries(toRecord(event["modelUsage"])).map(([model, used]) => {
    const usage = toRecord(used);
    const costUsd = toNumber(usage["costUSD"]) ?? 0;
    return { model, ...tokensOfModel(usage), costUsd };
  });

function tokensOfModel(usage: JsonRecord): Tokens {
  const tokens = tokensIn(usage);
  return {
    inputTokens:
      tokens("inputTokens") +
      tokens("cacheCreationInputTokens") +
      tokens("cacheReadInputTokens"),
    outputTokens: tokens("outputTokens"),
  };
}

function tokensOfConversation(usage: JsonRecord): Tokens {
  const tokens = tokensIn(usage);
  return {
    inputTokens:
      tokens("input_tokens") +
      tokens("cache_creation_input_tokens") +
      tokens("cache_read_input_tokens"),
    outputTokens: tokens("output_tokens"),
  };
}

const tokensIn = (usage: JsonRecord) => (field: string) =>
  toNumber(usage[field]) ?? 0;

const sum = (one: Tokens, other: Tokens): Tokens => ({
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
});
