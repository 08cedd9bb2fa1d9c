import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { WebhookVariables } from "../../../shared/runtime/webhook-secret.ts";

const { CCSP_WEBHOOK_SECRET: schema } = WebhookVariables;
const secretOf = (bytes: number): string =>
  `whsec_${randomBytes(bytes).toString("base64")}`;

describe("the secret in the environment", () => {
  it("is none when nothing is said", () => {
    expect(schema.parse(undefined)).toEqual([]);
  });

  it.each([24, 25, 26, 32, 64])("may have %i bytes", (bytes) => {
    const secret = secretOf(bytes);
    expect(schema.parse(secret)).toEqual([secret]);
  });

  it("may be two, while one takes the other's place", () => {
    const [old, fresh] = [secretOf(32), secretOf(32)];
    expect(schema.parse(`${fresh}  ${old}`)).toEqual([fresh, old]);
  });

  it.each([
    ["without its prefix", secretOf(32).slice("whsec_".length)],
    ["too short", secretOf(23)],
    ["too long", secretOf(65)],
    ["no base64", `whsec_${"-".repeat(44)}`],
    ["base64 that is cut", secretOf(32).slice(0, -2)],
    ["one of two", `${secretOf(32)} secret`],
  ])("is refused when it is %s", (_, text) => {
    expect(schema.safeParse(text).error?.issues[0]?.message).toMatch(
      /openssl rand -base64 32/,
    );
  });
});
