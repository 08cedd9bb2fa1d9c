/** Bearer tokens: `ccsp_<id>_<secret>`, and what their holder may do. */

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
}

/** Who calls, as the token says; never as the body says. */
export interface Caller {
  readonly agent: string;
  readonly scopes: readonly Scope[];
}

const TOKEN = /^ccsp_([a-z0-9]{1,64})_([0-9A-Za-z]{1,128})$/;

/** The two parts of a token's text; `undefined` when it is not of the form. */
export function readToken(
  text: string,
): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  return id && secret ? { id, secret } : undefined;
}

export const writeToken = (id: string, secret: string): string =>
  `ccsp_${id}_${secret}`;

/** An operator may also observe. */
export const hasScope = (caller: Caller, needed: Scope): boolean =>
  caller.scopes.includes(needed) ||
  (needed === "observe" && caller.scopes.includes("operate"));
