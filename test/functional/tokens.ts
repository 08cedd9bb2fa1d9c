/** Tokens of every kind, as an operator would have made them. */
import type { Scope } from "../../shared/domain/access-token.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadCommonConfig } from "../../shared/runtime/config.ts";
import { issueToken } from "../../shared/runtime/issue-token.ts";

export interface Tokens {
  readonly agent: string;
  readonly otherAgent: string;
  readonly operator: string;
  readonly observer: string;
  readonly expired: string;
}

const HOUR_MS = 3_600_000;

export async function issueTokens(): Promise<Tokens> {
  const { control } = foundation(loadCommonConfig(), "test");
  const issue = (agent: string, scopes: readonly Scope[], validMs = HOUR_MS) =>
    issueToken(control.tokens, {
      agent,
      scopes,
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + validMs),
    });
  return {
    agent: await issue("agent-one", ["tasks"]),
    otherAgent: await issue("agent-two", ["tasks"]),
    operator: await issue("operator", ["operate"]),
    observer: await issue("observer", ["observe"]),
    expired: await issue("agent-one", ["tasks"], -1),
  };
}
