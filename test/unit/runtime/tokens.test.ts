import { expect, it } from "vitest";
import {
  type AccessToken,
  readToken,
} from "../../../shared/domain/access-token.ts";
import { issueToken } from "../../../shared/runtime/issue-token.ts";
import {
  hashSecret,
  sha256Hasher,
} from "../../../shared/runtime/secret-hasher.ts";

const createdAt = new Date(-1);

async function issue(): Promise<{ text: string; stored: AccessToken }> {
  const saved: AccessToken[] = [];
  const text = await issueToken(
    {
      save: (token) => {
        saved.push(token);
        return Promise.resolve();
      },
    },
    { agent: "a", scopes: ["tasks"], expiresAt: new Date(0), createdAt },
  );
  const [stored] = saved;
  if (!stored) throw new Error("nothing was saved");
  return { text, stored };
}

it("a new token is of the form, and only its hash is stored", async () => {
  const { text, stored } = await issue();
  expect(text).toMatch(/^ccsp_[a-z0-9]+_[0-9A-Za-z]{43}$/);
  const { id = "", secret = "" } = readToken(text) ?? {};
  expect(stored).toStrictEqual({
    id,
    secretHash: hashSecret(secret),
    agent: "a",
    scopes: ["tasks"],
    expiresAt: new Date(0),
    createdAt,
  });
  expect(JSON.stringify(stored)).not.toContain(secret);
});

it("no two are the same", async () => {
  const texts = await Promise.all(
    Array.from({ length: 100 }, async () => (await issue()).text),
  );
  expect(new Set(texts).size).toBe(100);
});

it("a secret matches its own hash and no other text", () => {
  const hash = hashSecret("secret");
  expect(sha256Hasher.matches("secret", hash)).toBe(true);
  for (const other of ["", "Secret", "secret ", hash])
    expect(sha256Hasher.matches(other, hash)).toBe(false);
  expect(sha256Hasher.matches("secret", "")).toBe(false);
});
