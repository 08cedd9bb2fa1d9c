/** Bearer tokens: `ccsp_<id>_<secret>`, what their holder may do, and for how long. */
import { OWN_ACTOR } from "./audit.ts";
import { later, MAX_TOKEN_MS } from "./timing.ts";

export const SCOPES = ["tasks", "observe", "operate"] as const;
export type Scope = (typeof SCOPES)[number];

/** What is stored of a token: everything but its secret. */
export interface AccessToken {
  readonly id: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly secretHash: string;
  readonly agent: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
  readonly createdAt?: Date;
  /** From then on it opens nothing. */
  readonly revokedAt?: Date;
}

/** Who calls, as the token says; never as the body says. */
export interface Caller {
  readonly agent: string;
  readonly scopes: readonly Scope[];
  /** Of the token that was shown. */
  readonly tokenId: string;
  readonly expiresAt: Date;
}

const TOKEN = /^ccsp_([a-z0-9]{1,64})_([0-9A-Za-z]{1,128})$/;

export const isTokenId = (text: string): boolean =>
  /^[a-z0-9]{1,64}$/.test(text);

/** The two parts of a token's text; `undefined` when it is not of the form. */
export function readToken(
  text: string,
): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  return id && secret ? { id, secret } : undefined;
}

export const writeToken = (id: string, secret: string): string =>
  `ccsp_${id}_${secret}`;

/** Whether it opens anything. */
export const isInForce = (
  { revokedAt, expiresAt }: AccessToken,
  now: Date,
): boolean => revokedAt === undefined && expiresAt > now;

/** Agents' names are parts of keys and the message group of their tasks: one line, no `#`. */
const AGENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

/** Why no agent can be called so, as the end of a sentence; `undefined` when one can. */
export function agentNameProblem(name: string): string | undefined {
  if (!AGENT_NAME.test(name))
    return "must be 1 to 64 letters, digits, dots, hyphens, underscores or at signs, the first a letter or a digit";
  // Whoever reads the audit trail shall not take an agent for the service.
  if (name.toLowerCase() === OWN_ACTOR)
    return "is the service's own name; choose another";
  return undefined;
}

/** Why no new token can last until then, as the end of a sentence; `undefined` when one can. */
export function expiryProblem(expiresAt: Date, now: Date): string | undefined {
  if (expiresAt <= now)
    return "is not in the future; choose a later time, or leave it out for 90 days";
  if (expiresAt > later(now, MAX_TOKEN_MS))
    return "is more than 365 days ahead; choose an earlier time, and rotate the token";
  return undefined;
}

/** An operator may also observe. */
export const hasScope = (
  caller: Pick<Caller, "scopes">,
  needed: Scope,
): boolean =>
  caller.scopes.includes(needed) ||
  (needed === "observe" && caller.scopes.includes("operate"));
