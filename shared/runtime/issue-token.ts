/** Makes a token, stores its hash, and gives its text, which is never to be had again. */
import { randomBytes } from "node:crypto";
import type { FreshSecret } from "../app/token-deps.ts";
import { type Scope, writeToken } from "../domain/access-token.ts";
import type { TokenStore } from "../ports/control-store.ts";
import { hashSecret } from "./secret-hasher.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 62^43 > 2^256. */
const SECRET_LENGTH = 43;
const ID_BYTES = 8;

export interface TokenOrder {
  readonly agent: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
  readonly createdAt?: Date;
}

/** 64 random bits to tell it by, 256 to keep secret. */
export function newSecret(): FreshSecret {
  const id = randomBytes(ID_BYTES).toString("hex");
  const secret = randomBase62(SECRET_LENGTH);
  return { id, secret, secretHash: hashSecret(secret) };
}

export async function issueToken(
  tokens: Pick<TokenStore, "save">,
  order: TokenOrder,
): Promise<string> {
  const { id, secret, secretHash } = newSecret();
  await tokens.save({ id, secretHash, ...order });
  return writeToken(id, secret);
}

/** Bytes beyond the last whole multiple of 62 are thrown away, so that no character is likelier. */
function randomBase62(length: number): string {
  let text = "";
  while (text.length < length)
    for (const byte of randomBytes(length))
      if (byte < 248 && text.length < length) text += BASE62[byte % 62] ?? "";
  return text;
}
