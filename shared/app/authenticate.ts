/** Who calls? Told from the bearer token alone. */
import {
  type AccessToken,
  type Caller,
  readToken,
} from "../domain/access-token.ts";
import type { Clock } from "../ports/clock.ts";
import type { TokenStore } from "../ports/control-store.ts";

/** Compares in a time that does not depend on where two texts differ. */
export interface SecretHasher {
  readonly matches: (secret: string, hash: string) => boolean;
}

export type Authenticate = (
  authorization: string | undefined,
) => Promise<Caller | undefined>;

/** How long a token may be believed without asking again: a revoked one works no longer than this. */
const REMEMBER_MS = 5_000;

export function authenticate(deps: {
  readonly tokens: Pick<TokenStore, "find">;
  readonly hasher: SecretHasher;
  readonly clock: Pick<Clock, "now">;
}): Authenticate {
  const remembered = new Map<string, { token: AccessToken; until: number }>();

  const find = async (id: string): Promise<AccessToken | undefined> => {
    const now = deps.clock.now().getTime();
    const known = remembered.get(id);
    if (known && known.until > now) return known.token;
    const token = await deps.tokens.find(id);
    remembered.delete(id);
    if (token) remembered.set(id, { token, until: now + REMEMBER_MS });
    return token;
  };

  return async (authorization) => {
    const [, text] = /^Bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
    const given = text === undefined ? undefined : readToken(text);
    if (!given) return undefined;
    const token = await find(given.id);
    if (!token || token.expiresAt <= deps.clock.now()) return undefined;
    if (!deps.hasher.matches(given.secret, token.secretHash)) return undefined;
    return { agent: token.agent, scopes: token.scopes };
  };
}
