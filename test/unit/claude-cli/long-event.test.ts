import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CutEvent } from "../../../shared/adapters/claude-cli/cut-event.ts";
import { longEvent } from "../../../shared/adapters/claude-cli/long-event.ts";
import { parseEvent } from "../../../shared/adapters/claude-cli/parse-event.ts";
import { limitText } from "../../../shared/domain/limit-text.ts";

const MIB = 1024 * 1024;

/** Reads a line in parts of so many bytes, over and over. */
function read(
  line: string | Buffer,
  lengths: readonly number[] = [64 * 1024],
): CutEvent | undefined {
  const bytes = Buffer.from(line);
  const event = longEvent();
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    event.write(bytes.subarray(at, at + length));
    at += length;
  }
  return event.end();
}

const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

/** What a string may hold that matters to a reader of JSON. */
const unit = fc.constantFrom(
  ...['"', "\\", "/", "u", "{", "}", "[", "]", ",", ":", "x", "é", "🦊"],
  ...["\0", "\b", "\n", "\r", "\t", "\ufeff", "\u2028", "\ud83e", "\udd8a"],
);
const anyString = fc.string({ unit, maxLength: 60 });
const valuesWithKeys = (key: fc.Arbitrary<string>) =>
  fc.letrec<{ value: unknown; list: unknown; record: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(
        anyString,
        fc.json(),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
      ),
      fc.constantFrom(null, true, false, 0, 1e300),
      tie("list"),
      tie("record"),
    ),
    list: fc.array(tie("value"), { maxLength: 5 }),
    record: fc.dictionary(key, tie("value"), { maxKeys: 6 }),
  }));

const anyRecord = valuesWithKeys(anyString).record;
/** Without what is escaped: see https://github.com/nodejs/node/issues/63785 about `JSON.parse`. */
const plainRecord = valuesWithKeys(fc.constantFrom("", "a", "é🦊", "{")).record;

/** JSON's only zero; and half characters become what every encoding makes of them. */
function wellFormed(value: unknown): unknown {
  if (typeof value === "number") return value + 0;
  if (typeof value === "string") return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, each]) => [wellFormed(key), wellFormed(each)]),
  );
}

/** Every character of every string as an escape. */
const escaped = (json: string) =>
  json.replace(/"(?:[^"\\]|\\.)*"/g, (string) => {
    const units = [...Array.from((JSON.parse(string) as string).split(""))];
    const escapes = units.map((each) =>
      each.charCodeAt(0).toString(16).padStart(4, "0"),
    );
    return `"${escapes.map((each) => `\\u${each}`).join("")}"`;
  });

describe("an event that is read in parts", () => {
  it.each([
    ["as the CLI writes it", (json: string) => json],
    ["in escapes", escaped],
    ["with white space between", (json: string) => ` ${json}\r\t`],
  ])("is what it was before it was written, %s", (_, spelt) => {
    fc.assert(
      fc.property(anyRecord, lengths, (record, parts) => {
        const line = spelt(JSON.stringify(record));
        expect(read(line, parts)?.event).toEqual(wellFormed(record));
      }),
    );
  });

  it("is what JSON.parse makes of the whole line, and none where that is none", () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.constantFrom(
        ...['"', "\\", "\\u", "}", "{", "]", ",", ":", "\0", "\r", "\ufeff"],
        ...["tru", "01", "1.", "-", "\\x", "\\ud83e", " {}", "\u00a0", "\t"],
      ),
    );
    fc.assert(
      fc.property(
        ...[plainRecord, lengths, noise, fc.nat(), fc.nat(3)],
        (record, parts, odd, at, removed) => {
          const bytes = Buffer.from(JSON.stringify(record));
          const place = at % (bytes.length + 1);
          const line = Buffer.concat([
            bytes.subarray(0, place),
            Buffer.from(odd as string),
            bytes.subarray(place + removed),
          ]);
          const [whole, inParts] = [parseEvent(line), read(line, parts)?.event];
          expect(wellFormed(inParts)).toEqual(wellFormed(whole));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(["", " ", "[]", '"x"', "{", '{"a":1', '{"a":"', '{"a":1}\\', "{}{}"])(
    "is none in %j",
    (line) => {
      expect(read(line, [1])).toBeUndefined();
      expect(parseEvent(Buffer.from(line))).toBeUndefined();
    },
  );
});

describe("a result of any length", () => {
  const inside = (string: string) => string.slice(1, -1);
  const plain = (text: string) => inside(JSON.stringify(text));
  const inEscapes = (text: string) => inside(escaped(JSON.stringify(text)));
  const after = '"is_error":false,"usage":{"input_tokens":3}';
  const others = {
    ...{ type: "result", result: "" },
    ...{ is_error: false, usage: { input_tokens: 3 } },
  };

  it.each([
    ["ASCII", "x"],
    ["two bytes", "é"],
    ["four bytes", "🦊"],
    ["half characters", "\ud83e"],
    ["escapes", '\\"\n'],
    ["what looks like structure", '"},"is_error":true,"result":"'],
  ])("is cut where it may be, and counted whole: %s", (_, text) => {
    const times = Math.ceil((1.01 * MIB) / Buffer.byteLength(text));
    for (const shift of ["", "a", "ab", "abc"]) {
      const answer = limitText(shift + text.repeat(times), MIB);
      for (const spelt of shift === "a" ? [plain, inEscapes] : [plain]) {
        const result = spelt(shift) + spelt(text).repeat(times);
        const { event, answer: cut } =
          read(`{"type":"result","result":"${result}",${after}}`) ?? {};
        expect({ ...event, result: "" }).toEqual(others);
        expect({ ...cut, text: "" }).toEqual({ ...answer, text: "" });
        // Not by `toEqual`, which would print a megabyte.
        expect(event?.["result"] === answer.text).toBe(true);
        expect(cut?.text === answer.text).toBe(true);
      }
    }
  });

  it("is the last of two", () => {
    const long = "x".repeat(2 * MIB);
    const two = (second: unknown) =>
      `{"result":"${long}","result":${JSON.stringify(second)}}`;
    expect(read(two("short"))?.answer).toMatchObject({ bytes: 5 });
    expect(read(two({ a: 1 }))).toEqual({ event: { result: { a: 1 } } });
  });

  it("is only the event's own", () => {
    const result = "x".repeat(2 * MIB);
    const denial = { tool_name: "Bash", result };
    const read2 = read(JSON.stringify({ denials: [denial], result: "fine" }));
    expect(read2?.answer).toEqual(limitText("fine", MIB));
    expect(read2?.event["denials"]).toEqual([
      { tool_name: "Bash", result: "x".repeat(4_096) },
    ]);
  });
});

describe("what else a long event holds", () => {
  it("is cut where it is a text", () => {
    const event = read(
      JSON.stringify({ ["k".repeat(9_999)]: "é".repeat(9_999) }),
    );
    expect(event).toEqual({
      event: { ["k".repeat(4_096)]: "é".repeat(2_048) },
    });
  });

  it("is left out past the room of its field, and the next field is read", () => {
    const list = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    const { event } = read(JSON.stringify({ list, after: [1] })) ?? {};
    const kept = event?.["list"] as unknown[];
    expect(kept.length).toBeGreaterThan(1_000);
    expect(kept.length).toBeLessThan(10_000);
    expect(kept.slice(0, -1)).toEqual(list.slice(0, kept.length - 1));
    expect(event?.["after"]).toEqual([1]);
  });

  it("is a number as long as a number is", () => {
    const digits = "1".repeat(9_999);
    expect(read(`{"a":${digits},"b":0.${digits}e-1,"c":2}`)?.event).toEqual({
      a: undefined,
      b: undefined,
      c: 2,
    });
  });

  it("may be nested deeply, but not without end", () => {
    const nested = (levels: number) =>
      `{"a":${"[".repeat(levels)}${"]".repeat(levels)},"b":1}`;
    expect(read(nested(50_000))?.event["b"]).toBe(1);
    expect(read(nested(100_000))).toBeUndefined();
  });

  it("may be up to a hundred fields", () => {
    const fields = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [at, at]));
    expect(read(JSON.stringify(fields(100)))?.event).toEqual(fields(100));
    expect(read(JSON.stringify(fields(101)))).toBeUndefined();
  });

  it("is a field of its own even under the name of a prototype", () => {
    const { event } = read('{"__proto__":{"is_error":false}}') ?? {};
    expect(event?.["is_error"]).toBeUndefined();
  });
});
