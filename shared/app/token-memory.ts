/** Tokens as they were read, so that not every request asks the table. */
import type { AccessToken } from "../domain/access-token.ts";
import type { Clock } from "../ports/clock.ts";
import type { TokenStore } from "../ports/control-store.ts";

export interface TokenMemory {
  /** As it was when it was last read, however long ago. */
  last(id: string): AccessToken | undefined;
  /** As it is now, or was five seconds ago: a revoked one is believed no longer than this. */
  read(id: string): Promise<AccessToken | undefined>;
}

const BELIEVE_MS = 5_000;

/** Only tokens that exist are kept, so there are never more than operators made. */
export function tokenMemory(deps: {
  readonly tokens: Pick<TokenStore, "find">;
  readonly clock: Pick<Clock, "now">;
}): TokenMemory {
  const remembered = new Map<
    string,
    { readonly token: AccessToken; readonly until: number }
  >();
  return {
    last: (id) => remembered.get(id)?.token,
    async read(id) {
      const now = deps.clock.now().getTime();
      const known = remembered.get(id);
      if (known && known.until > now) return known.token;
      const token = await deps.tokens.find(id);
      if (token) remembered.set(id, { token, until: now + BELIEVE_MS });
      else remembered.delete(id);
      return token;
    },
  };
}
