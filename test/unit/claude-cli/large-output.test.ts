import { describe, expect, it } from "vitest";
import { observeOutput } from "../../../shared/adapters/claude-cli/observe-output.ts";
import { INIT, printed, resultEvent } from "../../builders/captured-run.ts";

const MIB = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const OUTPUT_BYTES = 50 * MIB;

/** Memory outside of V8's heap, where bytes are: measured exactly, and not at the collector's whim. */
const bytesHeld = () => process.memoryUsage().arrayBuffers;

/** Writes so many bytes, then a result; the one chunk is used again and again, so that only copies count. */
function observe(chunk: Buffer, bytes = OUTPUT_BYTES) {
  const output = observeOutput(() => undefined);
  const before = bytesHeld();
  let peak = before;
  for (let written = 0; written < bytes; written += chunk.length) {
    output.onStdout(chunk);
    peak = Math.max(peak, bytesHeld());
  }
  output.onStdout(Buffer.from(`\n${printed(resultEvent())}`));
  const { facts } = output.finish();
  return { facts, peakMib: (peak - before) / MIB };
}

describe("50 MB of output", () => {
  it("in lines costs hardly any memory", () => {
    const line = printed({ type: "user", message: "x".repeat(1_000) });
    const lines = line.repeat(CHUNK_BYTES / line.length);
    const { facts, peakMib } = observe(Buffer.from(lines));
    expect(facts.result?.text.text).toBe("fine");
    expect(peakMib).toBeLessThan(32);
  });

  it("in one line costs no more than the longest line that is read", () => {
    const { facts, peakMib } = observe(Buffer.alloc(CHUNK_BYTES, "x"));
    expect(facts.result?.text.text).toBe("fine");
    // The buffer of 32 MiB, and at worst all the smaller ones that it grew out of.
    expect(peakMib).toBeLessThan(65);
  });
});

describe("2 MB of lines that only begin like events", () => {
  it("are passed over", () => {
    const line = `{"type":"result","is_error":${"[".repeat(2_000)}\n`;
    const lines = line.repeat(CHUNK_BYTES / line.length);
    const { facts } = observe(Buffer.from(lines), 2 * MIB);
    expect(facts.result?.text.text).toBe("fine");
  });
});

describe("output in single bytes", () => {
  it("costs no more memory than the line", () => {
    const line = Buffer.from(printed(resultEvent({ result: "x".repeat(MIB) })));
    const output = observeOutput(() => undefined);
    const before = bytesHeld();
    for (let at = 0; at < line.length - 1; at += 1)
      output.onStdout(line.subarray(at, at + 1));
    expect(bytesHeld() - before).toBeLessThan(8 * MIB);
    output.onStdout(line.subarray(-1));
    expect(output.finish().facts.result?.text.bytes).toBe(MIB);
  });
});

describe("an answer of 15 MB", () => {
  it("is cut to what is kept, and counted whole", () => {
    const result = "é\n".repeat(5 * MIB);
    const output = observeOutput(() => undefined);
    output.onStdout(Buffer.from(printed(INIT, resultEvent({ result }))));
    const { text, bytes, truncated } = output.finish().facts.result!.text;
    expect({ bytes, truncated }).toEqual({ bytes: 15 * MIB, truncated: true });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MIB);
    expect(result.startsWith(text)).toBe(true);
  });
});
