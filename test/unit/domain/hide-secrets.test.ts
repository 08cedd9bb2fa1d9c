import { describe, expect, it } from "vitest";
import { hideSecrets } from "../../../shared/domain/hide-secrets.ts";

describe("a text with the secrets of an environment", () => {
  it.each(["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "MY_PASSWORD"])(
    "does not hold the value of %s",
    (name) => {
      const text = hideSecrets("bad: 12345678, 12345678", {
        [name]: "12345678",
      });
      expect(text).toBe("bad: [hidden], [hidden]");
    },
  );

  it("does not hold the password in an address", () => {
    const environment = { DATABASE: "postgres://me:p4ssw0rd@db:5432/x" };
    expect(
      hideSecrets("no postgres://me:p4ssw0rd@db:5432/x", environment),
    ).toBe("no postgres://me:[hidden]@db:5432/x");
  });

  it("shows nothing of a secret that holds another", () => {
    const environment = { A_KEY: "12345678", B_KEY: "12345678-more" };
    expect(hideSecrets("12345678-more", environment)).toBe("[hidden]");
  });

  it("keeps ordinary words: short values, and those of other variables", () => {
    const environment = { A_TOKEN: "none", LANG: "C.UTF-8.long" };
    expect(hideSecrets("none C.UTF-8.long", environment)).toBe(
      "none C.UTF-8.long",
    );
  });
});
