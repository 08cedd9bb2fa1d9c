import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectText } from "../../../shared/domain/collect-text.ts";
import { limitText } from "../../../shared/domain/limit-text.ts";

function collected(maxBytes: number, pieces: Iterable<string>) {
  const text = collectText(maxBytes);
  for (const piece of pieces) text.add(piece);
  return text.end();
}

/** Cuts a text every `length` units, also between the halves of a character. */
function* cut(text: string, length: number): Generator<string> {
  for (let at = 0; at < text.length; at += length)
    yield text.slice(at, at + length);
}

describe("a text collected in pieces", () => {
  it("is what the whole text would be, cut", () => {
    const pieces = fc.array(fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(pieces, fc.nat(40), (some, maxBytes) => {
        const whole = limitText(some.join(""), maxBytes);
        expect(collected(maxBytes, some)).toEqual(whole);
      }),
    );
  });

  it.each([1, 3, 16 * 1024, 50_001])(
    "may be long, in pieces of %i units that divide its characters",
    (length) => {
      const text = `x${"🦊é".repeat(30_000)}`;
      const limits = [0, 1, 2, 70_001, 180_000, 180_001];
      for (const maxBytes of limits)
        expect(collected(maxBytes, cut(text, length))).toEqual(
          limitText(text, maxBytes),
        );
    },
  );

  it("may hold half characters, each counted as what stands for it", () => {
    const text = "\ud83e".repeat(40_000);
    expect(collected(6, cut(text, 1))).toEqual({
      text: "\ufffd\ufffd",
      bytes: 120_000,
      truncated: true,
    });
  });
});
