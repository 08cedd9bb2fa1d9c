import { describe, expect, it } from "vitest";
import { asCode } from "../../../shared/domain/foreign-text.ts";

/** Parts what would have a meaning together, and shows nothing. */
const PART = "\u200B";

describe("Foreign text on a page", () => {
  it.each([
    ["alice", "`alice`"],
    ["a `b` c", "`a 'b' c`"],
    ["``` x", "`''' x`"],
    ["@octocat", `\`@${PART}octocat\``],
    ["<!-- ccsp -->", `\`<${PART}!-- ccsp -->\``],
    ["<img src=x>", `\`<${PART}img src=x>\``],
    ["line\r\nother\u2028third\u0085fourth", "`line other third fourth`"],
    ["\u202Eright to left\u0000\u0007", "`right to left`"],
    [
      "#1 [link](https://evil.example) **bold**",
      "`#1 [link](https://evil.example) **bold**`",
    ],
    ["  ", "–"],
    ["", "–"],
    ["``", "`''`"],
  ])("%j becomes %j", (text, code) => {
    expect(asCode(text)).toBe(code);
  });

  it("is cut where it is too long, between two characters", () => {
    const code = asCode("😀".repeat(500));
    expect(code).toBe(`\`${"😀".repeat(75)}…\``);
  });
});
