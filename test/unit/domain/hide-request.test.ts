import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hideRequest } from "../../../shared/domain/hide-request.ts";

const KEY = "sk-ant-0123456789abcdef";

describe("the words of a program that repeats its request", () => {
  it.each([
    ["prompt", { prompt: `Use ${KEY}.` }],
    ["system prompt", { prompt: "x", systemPrompt: `TOKEN=${KEY}` }],
    ["context", { prompt: "x", context: { deep: [{ key: KEY }] } }],
  ])("hold no key of its %s", (_, request) => {
    for (const said of [KEY, `bad key:${KEY}!`, `{"key":"${KEY}\\n"}`])
      expect(hideRequest(said, request)).toBe(said.replace(KEY, "[hidden]"));
  });

  it("hold none that ends as Base64 does, nor one in an address", () => {
    const prompt =
      "Use c2VjcmV0IHNlY3JldA== at https://me:pass1word2pass3wd@host";
    const said = `failed: ${prompt}`;
    expect(hideRequest(said, { prompt })).toBe(
      "failed: Use [hidden] at [hidden]",
    );
  });

  it("stay as they are otherwise: ordinary words, numbers, and what was not asked", () => {
    const prompt = "internationalization 1234567890123456 short1";
    const said = `${prompt} of request req_011CSHoEeqs5C35K2UUqR7Fy`;
    expect(hideRequest(said, { prompt })).toBe(said);
  });

  it("hold no key, wherever it stands in what was asked and said", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, text, text, text, (a, b, c, d) => {
        const request = { prompt: `${a} ${KEY} ${b}` };
        const said = `${c} ${KEY} ${d}`;
        expect(hideRequest(said, request)).not.toContain(KEY);
      }),
    );
  });
});
