import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineSplitter } from "../../../shared/adapters/claude-cli/line-splitter.ts";

interface Part {
  readonly text: string;
  readonly isLast: boolean;
}

/** The parts of each line, from chunks of so many bytes, over and over. */
function split(
  output: string,
  maxBytes: number,
  lengths: readonly number[] = [output.length],
): Part[][] {
  const lines: Part[][] = [[]];
  const splitter = lineSplitter(maxBytes, (part, isLast) => {
    lines.at(-1)?.push({ text: part.toString("latin1"), isLast });
    if (isLast) lines.push([]);
  });
  const bytes = Buffer.from(output, "latin1");
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    splitter.write(bytes.subarray(at, at + length));
    at += length;
  }
  splitter.end();
  expect(lines.pop()).toEqual([]);
  return lines;
}

const joined = (parts: readonly Part[]) =>
  parts.map(({ text }) => text).join("");

describe("lines", () => {
  it("come whole and in order wherever the output is cut, without the empty ones", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "\r", "\0", "\xff", "\n") }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 6 }),
        (output, lengths, maxBytes) => {
          const lines = split(output, maxBytes, lengths);
          const expected = output.split("\n").filter((line) => line !== "");
          expect(lines.map(joined)).toEqual(expected);
          for (const parts of lines) {
            const isWhole = joined(parts).length <= maxBytes;
            expect(parts.length === 1).toBe(isWhole);
            expect(parts.map(({ isLast }) => isLast).indexOf(true)).toBe(
              parts.length - 1,
            );
          }
        },
      ),
    );
  });

  it("that are long come in small parts after the first", () => {
    const [parts = []] = split("x".repeat(400_000), 200_000);
    expect(parts.map(({ text }) => text.length)).toEqual([
      ...[200_000, 65_536, 65_536, 65_536],
      400_000 - 200_000 - 3 * 65_536,
    ]);
  });
});
