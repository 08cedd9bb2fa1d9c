import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitText, tailText } from "../../../shared/domain/limit-text.ts";

describe("a limited text", () => {
  it("is cut between characters, and says how long it was", () => {
    expect(limitText("aé🦊", 6)).toEqual({
      text: "aé",
      bytes: 7,
      truncated: true,
    });
  });

  it("is left whole when it fits to the byte", () => {
    const whole = { text: "aé🦊", bytes: 7, truncated: false };
    expect(limitText("aé🦊", 7)).toEqual(whole);
  });

  it("is counted whole, however much of it is left out", () => {
    const text = "é🦊".repeat(50_000);
    expect(limitText(text, 3)).toMatchObject({ text: "é", bytes: 300_000 });
  });

  it("holds no half character", () => {
    expect(limitText("a\ud83e", 10).text).toBe("a\ufffd");
    expect(limitText("\ufeffa", 4).text).toBe("\ufeffa");
  });

  it("is always a beginning of the text, within the limit, less than a character short", () => {
    const texts = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(texts, fc.nat(40), (text, limit) => {
        const limited = limitText(text, limit);
        expect(text.startsWith(limited.text)).toBe(true);
        const kept = Buffer.byteLength(limited.text);
        expect(kept).toBeLessThanOrEqual(limit);
        if (limited.truncated) expect(kept).toBeGreaterThan(limit - 4);
      }),
    );
  });
});

describe("the tail of a text", () => {
  it("begins with a whole character", () => {
    const bytes = new TextEncoder().encode("é🦊b");
    expect(tailText(bytes, 4)).toBe("b");
    expect(tailText(bytes, 5)).toBe("🦊b");
  });
});
