import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitText } from "../../../shared/adapters/claude-cli/limit-text.ts";

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
