import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { observeOutput } from "../../../shared/adapters/claude-cli/observe-output.ts";
import { INIT, printed, resultEvent } from "../../builders/captured-run.ts";

/** What is gathered from chunks of output. */
function observe(...chunks: readonly Uint8Array[]) {
  const output = observeOutput(() => undefined);
  for (const chunk of chunks) output.onStdout(chunk);
  return output.finish().facts;
}

const bytes = (text: string) => Buffer.from(text);
const resultText = (...chunks: readonly Uint8Array[]) =>
  observe(...chunks).result?.text.text;

describe("the output of a run", () => {
  it("means the same wherever it is cut into chunks", () => {
    const whole = bytes(printed(INIT, resultEvent({ result: "déjà vu 🦊" })));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), (one, two) => {
        const [first, second] = one < two ? [one, two] : [two, one];
        const parts = [
          whole.subarray(0, first),
          whole.subarray(first, second),
          whole.subarray(second),
        ];
        expect(observe(...parts)).toEqual(observe(whole));
      }),
    );
    expect(resultText(whole)).toBe("déjà vu 🦊");
  });

  it("never makes it fail, whatever it is", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.json(), (noise, json) => {
        observe(noise, bytes(`\n${json}\n`));
      }),
    );
  });

  it("never makes it fail when fields have other types", () => {
    const types = fc.constantFrom("system", "assistant", "result");
    fc.assert(
      fc.property(
        types,
        fc.dictionary(fc.string(), fc.json()),
        (type, more) => {
          const odd = {
            is_error: {},
            result: 7,
            usage: [],
            permission_denials: 1,
          };
          observe(bytes(printed({ ...odd, ...more, type })));
        },
      ),
    );
  });

  it.each([
    ["ends its lines as Windows does", `${JSON.stringify(resultEvent())}\r\n`],
    ["does not end its last line", JSON.stringify(resultEvent())],
    ["holds NULs", `\0\0${JSON.stringify(resultEvent())}\0\n`],
    ["begins with a byte order mark", `\ufeff${JSON.stringify(resultEvent())}`],
    [
      "holds events that nobody knows",
      printed(
        resultEvent(),
        { type: "result_v2", is_error: true },
        { type: 7 },
      ),
    ],
    [
      "spells its words in another way",
      String.raw`{"type":"\u0072esult","is_error":false,"result":"fine"}`,
    ],
    [
      "holds a NUL in the middle of a word",
      '{"type":"res\0ult","is_error":false,"result":"fine"}',
    ],
    ["has notes between", `note\n[1]\n\n"x"\n${printed(resultEvent())}bye\n`],
  ])("is read when it %s", (_, text) => {
    expect(resultText(bytes(text))).toBe("fine");
  });

  it("is read in spite of bytes that are no UTF-8", () => {
    const odd = bytes(printed(resultEvent({ result: "a?b" })));
    odd[odd.indexOf("?")] = 0xff;
    expect(resultText(odd)).toBe("a\ufffdb");
  });

  it("has no result when its last line was cut off", () => {
    const cut = bytes(JSON.stringify(resultEvent())).subarray(0, -2);
    expect(observe(bytes(printed(INIT)), cut)).toEqual({
      started: true,
      sessionId: "s-1",
    });
  });

  it("may hold lines without end, and is read again after them", () => {
    const endless = Buffer.alloc(1024 * 1024, "x");
    const lines = Array.from({ length: 40 }, () => endless);
    expect(resultText(...lines, bytes(`\n${printed(resultEvent())}`))).toBe(
      "fine",
    );
  });

  it("means the same when stderr comes between", () => {
    const output = observeOutput(() => undefined);
    const whole = bytes(printed(INIT, resultEvent()));
    for (let at = 0; at < whole.length; at += 7) {
      output.onStdout(whole.subarray(at, at + 7));
      output.onStderr(bytes('{"type":"result","is_error":true}\n'));
    }
    expect(output.finish().facts).toEqual(observe(whole));
  });

  it("may be nothing at all", () => {
    expect(observeOutput(() => undefined).finish()).toEqual({
      facts: { started: false },
      stderr: "",
    });
  });

  it("is told of a result at once", () => {
    let told = 0;
    const output = observeOutput(() => (told += 1));
    output.onStdout(bytes(printed(INIT)));
    expect(told).toBe(0);
    output.onStdout(bytes(printed(resultEvent())));
    expect(told).toBe(1);
  });

  it("keeps the end of what went to stderr, in whole characters", () => {
    const output = observeOutput(() => undefined);
    output.onStderr(bytes("é".repeat(3_000)));
    output.onStderr(bytes("x"));
    expect(output.finish().stderr).toBe(`${"é".repeat(1_023)}x`);
  });
});
