/** A new token in the place of another: same agent, same scopes, and for a while both open. */
import {
  type AccessToken,
  expiryProblem,
  isInForce,
  isTokenId,
  writeToken,
} from "../domain/access-token.ts";
import { DEFAULT_TOKEN_MS, later } from "../domain/timing.ts";
import type { TokenDeps } from "./token-deps.ts";

export interface TokenRotation {
  /** Of the token that is replaced. */
  readonly id: string;
  readonly actor: string;
  /** How long both open. */
  readonly overlapMs: number;
  /** When the new one ends; absent: in 90 days. */
  readonly expiresAt?: Date;
}

export type RotatedToken =
  | {
      readonly kind: "rotated";
      readonly token: AccessToken;
      /** The new token whole, which is never to be had again. */
      readonly text: string;
      /** The one that is replaced, and when it ends: after the overlap, or sooner if it would anyway. */
      readonly replaces: { readonly id: string; readonly expiresAt: Date };
    }
  | { readonly kind: "bad-time"; readonly problem: string };

/** `undefined`: there is no such token that is in force; access that was taken is not given again. */
export type RotateToken = (
  order: TokenRotation,
) => Promise<RotatedToken | undefined>;

/** First the new one, then the end of the old: whoever fails between leaves the agent a token that opens. */
export const rotateToken =
  (deps: TokenDeps): RotateToken =>
  async ({ id, actor, overlapMs, ...order }) => {
    const createdAt = deps.clock.now();
    const old = isTokenId(id) ? await deps.tokens.find(id) : undefined;
    if (!old || !isInForce(old, createdAt)) return undefined;
    const expiresAt = order.expiresAt ?? later(createdAt, DEFAULT_TOKEN_MS);
    const problem = expiryProblem(expiresAt, createdAt);
    if (problem !== undefined) return { kind: "bad-time", problem };

    const { agent, scopes } = old;
    const { secret, ...fresh } = deps.newSecret();
    const token = { ...fresh, agent, scopes, expiresAt, createdAt };
    await deps.tokens.save(token);
    const end = later(createdAt, overlapMs);
    const isShorter = await deps.tokens.shorten(id, end);
    const replaces = { id, expiresAt: isShorter ? end : old.expiresAt };
    const detail = { id: fresh.id, agent, scopes, expiresAt, replaces };
    await deps.audit({ action: "rotate-token", actor, detail });
    const text = writeToken(fresh.id, secret);
    return { kind: "rotated", token, text, replaces };
  };
