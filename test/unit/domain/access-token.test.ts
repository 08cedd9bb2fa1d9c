import { assert, property, string, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hasScope,
  readToken,
  SCOPES,
  type Scope,
  writeToken,
} from "../../../shared/domain/access-token.ts";

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
    hasScope({ agent: "alice", scopes: held }, needed);

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
