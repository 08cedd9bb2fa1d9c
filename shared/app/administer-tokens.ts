/** What operators do with tokens: make one for an agent, look which there are, replace or revoke one. */
import {
  type AccessToken,
  expiryProblem,
  isTokenId,
  type Scope,
  writeToken,
} from "../domain/access-token.ts";
import { DEFAULT_TOKEN_MS, later } from "../domain/timing.ts";
import { type RotateToken, rotateToken } from "./rotate-token.ts";
import type { TokenDeps } from "./token-deps.ts";

export interface TokenOrder {
  readonly actor: string;
  readonly agent: string;
  readonly scopes: readonly Scope[];
  /** Absent: in 90 days. */
  readonly expiresAt?: Date;
}

export type CreatedToken =
  | {
      readonly kind: "created";
      readonly token: AccessToken;
      /** The token whole, which is never to be had again: only its hash is stored. */
      readonly text: string;
    }
  /** `expiresAt` is over or too far ahead: what is wrong, in words. */
  | { readonly kind: "bad-time"; readonly problem: string };

export interface TokenPage {
  /** Newest first, without those that have expired; revoked ones are told until they would have. */
  readonly items: readonly AccessToken[];
  /** Where the page ended: pass it back as `after` to go on behind it. Absent at the end. */
  readonly last?: string;
}

export interface RevokedToken {
  readonly id: string;
  /** `false`: it was revoked before. */
  readonly changed: boolean;
}

export interface AdministerTokens {
  readonly create: (order: TokenOrder) => Promise<CreatedToken>;
  readonly rotate: RotateToken;
  readonly list: (page: {
    readonly limit: number;
    readonly after?: string;
  }) => Promise<TokenPage>;
  /** `undefined`: there is no such token, or its time is over. */
  readonly revoke: (order: {
    readonly id: string;
    readonly actor: string;
  }) => Promise<RevokedToken | undefined>;
}

export const administerTokens = (deps: TokenDeps): AdministerTokens => ({
  create: createToken(deps),
  rotate: rotateToken(deps),
  list: listTokens(deps),
  revoke: revokeToken(deps),
});

const createToken =
  (deps: TokenDeps): AdministerTokens["create"] =>
  async ({ actor, agent, scopes, ...order }) => {
    const createdAt = deps.clock.now();
    const expiresAt = order.expiresAt ?? later(createdAt, DEFAULT_TOKEN_MS);
    const problem = expiryProblem(expiresAt, createdAt);
    if (problem !== undefined) return { kind: "bad-time", problem };
    const { id, secret, secretHash } = deps.newSecret();
    const token = { id, secretHash, agent, scopes, expiresAt, createdAt };
    await deps.tokens.save(token);
    const detail = { id, agent, scopes, expiresAt };
    await deps.audit({ action: "create-token", actor, detail });
    return { kind: "created", token, text: writeToken(id, secret) };
  };

const listTokens =
  (deps: Pick<TokenDeps, "tokens" | "clock">): AdministerTokens["list"] =>
  async ({ limit, after }) => {
    const now = deps.clock.now();
    const rest = (await deps.tokens.list())
      .filter(({ expiresAt }) => expiresAt > now)
      .map((token) => ({ token, position: positionOf(token) }))
      .filter(({ position }) => after === undefined || position < after)
      .toSorted((one, other) => (one.position > other.position ? -1 : 1));
    const page = rest.slice(0, limit);
    const end = page.at(-1);
    const hasMore = rest.length > page.length;
    return {
      items: page.map(({ token }) => token),
      ...(hasMore && end && { last: end.position }),
    };
  };

/** Tokens are few, so they have no index by age. */
const positionOf = ({ id, createdAt = new Date(0) }: AccessToken): string =>
  `${createdAt.toISOString()}#${id}`;

/** Of several that revoke it at once one does, and is audited. */
const revokeToken =
  (deps: Omit<TokenDeps, "newSecret">): AdministerTokens["revoke"] =>
  async ({ id, actor }) => {
    const now = deps.clock.now();
    const token = isTokenId(id) ? await deps.tokens.find(id) : undefined;
    if (!token || token.expiresAt <= now) return undefined;
    const changed = await deps.tokens.revoke(id, now);
    const { agent, scopes } = token;
    const detail = { id, agent, scopes };
    if (changed) await deps.audit({ action: "revoke-token", actor, detail });
    return { id, changed };
  };
