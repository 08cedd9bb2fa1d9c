/** Hashes of token secrets. A secret is 256 random bits, so one round of SHA-256 is enough. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { SecretHasher } from "../app/authenticate.ts";

export const hashSecret = (secret: string): string =>
  createHash("sha256").update(secret).digest("hex");

export const sha256Hasher: SecretHasher = {
  matches: (secret, hash) => {
    const [given, stored] = [
      Buffer.from(hashSecret(secret)),
      Buffer.from(hash),
    ];
    return given.length === stored.length && timingSafeEqual(given, stored);
  },
};
