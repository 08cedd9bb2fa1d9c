/** What the administration of tokens stands on. */
import type { Clock } from "../ports/clock.ts";
import type { TokenStore } from "../ports/control-store.ts";
import type { AuditDeed } from "./audit-deed.ts";

/** The random parts of a new token, and what is stored of the secret one. */
export interface FreshSecret {
  readonly id: string;
  readonly secret: string;
  readonly secretHash: string;
}

export interface TokenDeps {
  readonly tokens: TokenStore;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
  readonly newSecret: () => FreshSecret;
}
