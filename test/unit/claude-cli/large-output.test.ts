import { describe, expect, it } from "vitest";
import { toCliRun } from "../../../shared/adapters/claude-cli/to-cli-run.ts";
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

  it("in one line that is none of the CLI's costs no more than the longest line that is held", () => {
    const { facts, peakMib } = observe(Buffer.alloc(CHUNK_BYTES, "x"));
    expect(facts.result?.text.text).toBe("fine");
    // The buffer of 2 MiB, and at worst all the smaller ones that it grew out of.
    expect(peakMib).toBeLessThan(16);
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

/** A result event whose answer repeats a text; what else is told of the run stands before or after it. */
function* resultLine(text: string, bytes: number): Generator<Buffer> {
  yield Buffer.from(
    '{"type":"result","subtype":"success","num_turns":3,"result":"',
  );
  const spelt = JSON.stringify(text).slice(1, -1);
  const times = Math.floor(CHUNK_BYTES / Buffer.byteLength(spelt));
  const chunk = Buffer.from(spelt.repeat(times));
  for (let at = 0; at < bytes; at += times * Buffer.byteLength(text))
    yield chunk;
  const after = {
    ...{ is_error: false, session_id: "s-2", total_cost_usd: 0.5 },
    usage: { input_tokens: 7, output_tokens: 8 },
    permission_denials: [
      { tool_name: "Write", tool_input: { content: "x".repeat(MIB) } },
      { tool_name: "Bash", tool_input: {} },
    ],
  };
  yield Buffer.from(`",${JSON.stringify(after).slice(1)}\n`);
}

/** Texts are on V8's heap. */
const memoryUsed = () => bytesHeld() + process.memoryUsage().heapUsed;

describe.each([
  ["letters", "x", 200],
  ["line feeds and quotation marks", 'é "\n', 50],
  ["what reads like an error", '","is_error":true,"api_error":"', 50],
])("an answer of %s, far longer than is held", (_, text, mib) => {
  it(`is a success, cut and counted, in bounded memory: ${mib} MiB`, () => {
    let results = 0;
    let bytes = 0;
    const output = observeOutput(() => (results += 1));
    const before = memoryUsed();
    let peak = before;
    for (const chunk of resultLine(text, mib * MIB)) {
      output.onStdout(chunk);
      bytes += chunk.length;
      peak = Math.max(peak, memoryUsed());
    }
    // With all that the collector has not yet swept up.
    expect(peak - before).toBeLessThan(64 * MIB);
    expect(results).toBe(1);
    const { facts, stderr } = output.finish();
    const end = { exitCode: 0, durationMs: 1 };
    const run = toCliRun(
      { facts, stderr, end, lingered: false },
      {
        request: { prompt: "x", timeoutMs: 1 },
        environment: {},
        now: new Date(0),
      },
    );
    const { result, resultBytes, warnings, ...rest } = run;
    expect(rest).toEqual({
      ...{ outcome: "success", executionTimeMs: 1, truncated: true },
      sessionId: "s-2",
      usage: { inputTokens: 7, outputTokens: 8, costUsd: 0.5, turns: 3 },
    });
    expect(warnings?.join()).toMatch(/Write.*Bash/);
    const kept = text.repeat(MIB).slice(0, result?.length);
    expect(result === kept).toBe(true);
    expect(Buffer.byteLength(kept)).toBeGreaterThan(MIB - 4);
    expect(resultBytes).toBeGreaterThanOrEqual(mib * MIB);
    expect(resultBytes).toBeLessThan(bytes);
  });
});

describe("another long line", () => {
  const long = "x".repeat(5 * MIB);
  const observed = (...events: readonly object[]) => {
    let answers = 0;
    const output = observeOutput(
      () => undefined,
      () => (answers += 1),
    );
    output.onStdout(Buffer.from(printed(INIT, ...events, resultEvent())));
    return { answers, facts: output.finish().facts };
  };

  it("is known for what it is: the model's own words", () => {
    const message = { content: [{ type: "text", text: long }] };
    const { answers } = observed({ type: "assistant", message });
    expect(answers).toBe(1);
  });

  it("is known for what it is: what the CLI says in the model's place", () => {
    const message = { content: [{ type: "text", text: long }] };
    const error = "rate_limit";
    const { answers, facts } = observed({ type: "assistant", message, error });
    expect(answers).toBe(0);
    expect(facts.assistantError).toBe(error);
  });

  it("is passed over when it is a tool's image", () => {
    const image = { type: "image", source: { type: "base64", data: long } };
    const { facts } = observed({ type: "user", message: { content: [image] } });
    expect(facts).toEqual(observed().facts);
  });

  it("is nothing when it is cut off", () => {
    const output = observeOutput(() => undefined);
    const whole = printed(resultEvent({ result: long }));
    output.onStdout(Buffer.from(printed(INIT) + whole.slice(0, -3)));
    expect(output.finish().facts).toEqual({ started: true, sessionId: "s-1" });
  });

  it("is read when only its line feed is missing", () => {
    const output = observeOutput(() => undefined);
    const whole = printed(resultEvent({ result: long }));
    output.onStdout(Buffer.from(whole.slice(0, -1)));
    expect(output.finish().facts.result?.text.bytes).toBe(5 * MIB);
  });
});
