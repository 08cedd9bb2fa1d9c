/**
 * What one run of the CLI came to: a closed vocabulary. An adapter maps everything it can see to
 * exactly one of these names; `decide` says what follows. A new name breaks the compile of every
 * consumer that does not handle it.
 */
export const OUTCOMES = [
  "success",
  /** The run ended well and said nothing. */
  "empty-result",
  /** The account's usage window is used up; `resetsAt` says until when, if the CLI knew. */
  "usage-limit",
  /** The API refused this request for its rate. */
  "rate-limit",
  /** The API, or the way to it, does not work at present. */
  "unavailable",
  /** The CLI has no valid login. */
  "session-expired",
  /** The account does not pay. */
  "billing",
  /** This prompt can never succeed. */
  "invalid-request",
  /** The CLI cannot run as it is set up (flags, model, configuration). */
  "misconfigured",
  /** `maxTurns` or `maxBudgetUsd` was reached. */
  "budget-reached",
  /** We ended the run: a stop, a cancel, a lost lease. */
  "interrupted",
  /** The process ended in a way that nobody asked for. */
  "crashed",
  /** We ended the run because it took longer than its `timeout`. */
  "timeout",
  /** The CLI said something that no rule knows. */
  "unknown",
] as const;

export type OutcomeName = (typeof OUTCOMES)[number];

/** Tokens, dollars and turns of one run, as the CLI reports them. */
export interface Usage {
  /** Everything the model read, also what came out of or went into its prompt cache. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly turns: number;
}

/** The part of a run's tokens and dollars that one model took: a run may use several. */
export interface ModelSpending extends Pick<
  Usage,
  "inputTokens" | "outputTokens" | "costUsd"
> {
  /** As the CLI calls it. */
  readonly model: string;
}

/** How far one of the account's usage windows is used up, as the CLI learned it during a run. */
export interface UsageWindow {
  /** The CLI's name for it, for example `five_hour`. */
  readonly name: string;
  /** 0 is unused, 1 is used up; more is possible. */
  readonly utilization?: number;
  readonly resetsAt?: Date;
}

/** One finished run of the CLI: success and failure have the same shape. */
export interface CliRun {
  readonly outcome: OutcomeName;
  /** The CLI's own words about a failure, at most 2 kB; for people, never matched on. */
  readonly reason?: string;
  /** When a usage limit ends. */
  readonly resetsAt?: Date;
  /** The model's answer, at most 1 MiB of UTF-8; absent when the run failed. */
  readonly result?: string;
  /** Bytes of UTF-8 in the whole answer, also of the part that was cut off. */
  readonly resultBytes?: number;
  /** True when `result` is only the beginning of the answer. */
  readonly truncated?: boolean;
  /** For example: tools that were refused. */
  readonly warnings?: readonly string[];
  readonly sessionId?: string;
  readonly usage?: Usage;
  /** Of each model that was used, where the CLI tells them apart. */
  readonly models?: readonly ModelSpending[];
  /** Only accounts with a subscription have them, and only some runs learn of them. */
  readonly usageWindows?: readonly UsageWindow[];
  /** Milliseconds from the start of the CLI to the first that it said; absent where it said nothing. */
  readonly startTimeMs?: number;
  /** Wall-clock milliseconds from spawn to the end of the process. */
  readonly executionTimeMs: number;
}
