import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitText } from "../../../shared/domain/limit-text.ts";
import { collectAnswer } from "../../../shared/adapters/generic-command/collect-answer.ts";

const collect = (maxBytes: number, ...chunks: readonly Uint8Array[]) => {
  const answer = collectAnswer(maxBytes);
  for (const chunk of chunks) answer.write(chunk);
  return answer.end();
};

describe("the answer of a program", () => {
  it("is the same wherever it is cut into chunks, and is limited as a whole", () => {
    const texts = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(40), (text, at, maxBytes) => {
        const bytes = Buffer.from(text);
        const cut = at % (bytes.length + 1);
        const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
        const expected = limitText(text, maxBytes);
        expect(collect(maxBytes, ...parts)).toEqual(expected);
      }),
    );
  });

  it("has no gap: nothing comes after what was left out", () => {
    const parts = ["a", "🦊", "b", "c"].map((part) => Buffer.from(part));
    const expected = { text: "a", bytes: 7, truncated: true };
    expect(collect(4, ...parts)).toEqual(expected);
  });

  it("may be far longer than what is kept of it", () => {
    const chunk = Buffer.from("é\n".repeat(20_000));
    const answer = collectAnswer(1_000);
    for (let times = 0; times < 1_000; times += 1) answer.write(chunk);
    const { text, ...rest } = answer.end();
    expect(rest).toEqual({ bytes: 60_000_000, truncated: true });
    expect(text).toBe("é\n".repeat(333));
  });

  it("may hold anything", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
        const whole = new TextDecoder("utf-8", { ignoreBOM: true });
        const text = whole.decode(Buffer.concat([one, other]));
        expect(collect(1_000, one, other).text).toBe(text);
      }),
    );
  });
});
