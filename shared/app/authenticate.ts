/** Who calls? Told from the bearer token alone. */
import {
  type AccessToken,
  type Caller,
  isInForce,
  readToken,
} from "../domain/access-token.ts";
import type { Clock } from "../ports/clock.ts";
import type { TokenStore } from "../ports/control-store.ts";
import type { Metrics } from "../ports/metrics.ts";
import { limitGuesses } from "./limit-guesses.ts";
import { tokenMemory } from "./token-memory.ts";

/** Compares in a time that does not depend on where two texts differ. */
export interface SecretHasher {
  readonly matches: (secret: string, hash: string) => boolean;
}

export type Authenticated =
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "no-token" }
  /** Malformed, unknown, expired or revoked. */
  | { readonly kind: "refused" }
  /** The source has guessed too often: nobody looked whether this one is valid. */
  | { readonly kind: "too-many-failures"; readonly retryAfterMs: number };

/** @param source whence the request came, for example an IP address */
export type Authenticate = (
  authorization: string | undefined,
  source: string,
) => Promise<Authenticated>;

/**
 * Who has shown a token's secret before is never held up by those who guess from the same address;
 * nor is it a guess to show the secret of a token that is over.
 */
export function authenticate({
  hasher,
  clock,
  ...deps
}: {
  readonly tokens: Pick<TokenStore, "find">;
  readonly hasher: SecretHasher;
  readonly clock: Pick<Clock, "now">;
  readonly metrics: Pick<Metrics, "record">;
}): Authenticate {
  const memory = tokenMemory({ tokens: deps.tokens, clock });
  const guesses = limitGuesses(clock);

  const failed = (source: string, how: Authenticated): Authenticated => {
    deps.metrics.record({
      values: { AuthenticationsFailed: 1 },
      dimensions: {},
      properties: { source },
    });
    return how;
  };

  return async (authorization, source) => {
    if (authorization === undefined) return { kind: "no-token" };
    const given = readBearer(authorization);
    const isHeldBy = (token?: AccessToken): token is AccessToken =>
      given !== undefined &&
      token !== undefined &&
      hasher.matches(given.secret, token.secretHash);

    const isKnown = isHeldBy(given && memory.last(given.id));
    const retryAfterMs = isKnown ? 0 : guesses.waitMs(source);
    if (retryAfterMs > 0)
      return failed(source, { kind: "too-many-failures", retryAfterMs });

    const token = given && (await memory.read(given.id));
    if (!isHeldBy(token)) guesses.count(source);
    else if (isInForce(token, clock.now())) {
      const { id: tokenId, agent, scopes, expiresAt } = token;
      return { kind: "caller", caller: { agent, scopes, tokenId, expiresAt } };
    }
    return failed(source, { kind: "refused" });
  };
}

function readBearer(authorization: string): ReturnType<typeof readToken> {
  const [, text] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  return text === undefined ? undefined : readToken(text);
}
