import { assert, property, string, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agentNameProblem,
  expiryProblem,
  hasScope,
  isInForce,
  readToken,
  SCOPES,
  type Scope,
  writeToken,
} from "../../../shared/domain/access-token.ts";
import { later, MAX_TOKEN_MS } from "../../../shared/domain/timing.ts";

const id = stringMatching(/^[a-z0-9]{1,64}$/);
const secret = stringMatching(/^[0-9A-Za-z]{1,128}$/);

describe("a token's text", () => {
  it("is read as it was written", () => {
    assert(
      property(id, secret, (anId, aSecret) => {
        const read = readToken(writeToken(anId, aSecret));
        expect(read).toEqual({ id: anId, secret: aSecret });
      }),
    );
  });

  it("is written back as it was read, whatever it is", () => {
    assert(
      property(string({ unit: "binary" }), (text) => {
        const read = readToken(text);
        if (read) expect(writeToken(read.id, read.secret)).toBe(text);
      }),
    );
  });

  it.each([
    ["nothing", ""],
    ["only the prefix", "ccsp_"],
    ["no secret", "ccsp_a1_"],
    ["no id", "ccsp__secret"],
    ["another prefix", "ghp_a1_secret"],
    ["another case of the prefix", "CCSP_a1_secret"],
    ["a capital in the id", "ccsp_A1_secret"],
    ["an underscore too many", "ccsp_a1_sec_ret"],
    ["a space before", " ccsp_a1_secret"],
    ["a line's end after", "ccsp_a1_secret\n"],
    ["a second line", "ccsp_a1_secret\nccsp_b2_secret"],
    ["a NUL", "ccsp_a1_sec\0ret"],
    ["a letter that looks like one", "ccsp_a1_sеcret"],
    ["an id that is too long", `ccsp_${"a".repeat(65)}_secret`],
    ["a secret that is too long", `ccsp_a1_${"s".repeat(129)}`],
    ["a path", "ccsp_a1_../../etc/passwd"],
    ["a name that objects have", "__proto__"],
  ])("is not one with %s", (_, text) => {
    expect(readToken(text)).toBeUndefined();
  });
});

describe("a scope", () => {
  const holds = (held: readonly Scope[], needed: Scope) =>
    hasScope({ scopes: held }, needed);

  it.each<[Scope, readonly Scope[]]>([
    ["tasks", ["tasks"]],
    ["observe", ["observe"]],
    ["operate", ["operate", "observe"]],
  ])("%s gives %j and nothing else", (held, given) => {
    expect(SCOPES.filter((each) => holds([held], each)).toSorted()).toEqual(
      given.toSorted(),
    );
  });

  it("may be one of several, or none", () => {
    expect(holds(["observe", "tasks"], "tasks")).toBe(true);
    expect(SCOPES.filter((each) => holds([], each))).toEqual([]);
  });
});

const NOW = new Date("2030-01-01T00:00:00.000Z");

describe("a token is in force", () => {
  const token = {
    id: "a1",
    secretHash: "",
    agent: "alice",
    scopes: ["tasks"],
    expiresAt: later(NOW, 1),
  } as const;

  it("until its time, and not at it", () => {
    expect(isInForce(token, NOW)).toBe(true);
    expect(isInForce(token, later(NOW, 1))).toBe(false);
  });

  it("until it is revoked, however long it would have lasted", () => {
    expect(isInForce({ ...token, revokedAt: NOW }, NOW)).toBe(false);
  });

  it.each([1, 90 * 86_400_000, MAX_TOKEN_MS])("for %d ms at most", (ms) => {
    expect(expiryProblem(later(NOW, ms), NOW)).toBeUndefined();
  });

  it.each([
    [0, /^is not in the future; .* leave it out/],
    [-1, /^is not in the future/],
    [MAX_TOKEN_MS + 1, /^is more than 365 days ahead; choose an earlier time/],
  ])("but not for %d ms", (ms, problem) => {
    expect(expiryProblem(later(NOW, ms), NOW)).toMatch(problem);
  });
});

describe("an agent's name", () => {
  it.each([
    ...["a", "7", "agent-one", "Build_Bot.2", "ci@acme", "a".repeat(64)],
    ...["ccsp2", "my-ccsp", "constructor"],
  ])("can be %s", (name) => {
    expect(agentNameProblem(name)).toBeUndefined();
  });

  it.each([
    ...["", " ", " a", "a ", "two words", "a\n", "a\tb", "a\0", "a\u00ad"],
    ...["-a", ".a", "@a", "_a", "__proto__", "a#b", "a/b", "a,b", 'a"b'],
    ...["ä", "а", "名前", "🤖", "a".repeat(65)],
  ])("cannot be %j", (name) => {
    expect(agentNameProblem(name)).toMatch(/^must be 1 to 64 letters, digits/);
  });

  it.each(["ccsp", "CCSP", "Ccsp"])("cannot be the service's own: %s", (name) =>
    expect(agentNameProblem(name)).toMatch(/own name; choose another$/),
  );
});
