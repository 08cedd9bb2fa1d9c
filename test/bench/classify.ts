/**
 * How long it takes to classify 10 MB of a run's output, beside bare `JSON.parse` of the same
 * lines: `node test/bench/classify.ts`. The goals are 150 ms and 32 MB of further memory.
 */
import { classifyRun } from "../../shared/adapters/claude-cli/classify-run.ts";
import { observeOutput } from "../../shared/adapters/claude-cli/observe-output.ts";
import { INIT, resultEvent } from "../builders/captured-run.ts";

const MB = 1_000_000;
const OUTPUT_BYTES = 10 * MB;
/** What a pipe hands over at once. */
const CHUNK_BYTES = 64 * 1024;
const ROUNDS = 15;

export interface ClassifyFigures {
  readonly megabytes: number;
  readonly lines: number;
  /** The first time in this process, before the engine has warmed up, as most runs are. */
  readonly firstMs: number;
  /** The median of the rounds after it. */
  readonly medianMs: number;
  /** The same for `JSON.parse` of each line, already decoded. */
  readonly parseMs: number;
  /** The most by which the process grew in the first round. */
  readonly extraMegabytes: number;
}

/** Messages and tool results of many lengths, with what makes JSON slow: escapes, and more than ASCII. */
function madeUpRun(): string[] {
  const lines = [JSON.stringify(INIT)];
  let bytes = 0;
  for (let index = 0; bytes < OUTPUT_BYTES; index += 1) {
    const text = 'Ein „Wort“ des Modells:\n\tconst x = "y";\n'.repeat(
      1 + ((index * 37) % 120),
    );
    const line = JSON.stringify(
      index % 3 === 0 ? toolResult(text) : said(text),
    );
    bytes += Buffer.byteLength(line) + 1;
    lines.push(line);
  }
  return [...lines, JSON.stringify(resultEvent())];
}

const said = (text: string) => ({
  type: "assistant",
  message: {
    ...{ id: "msg_1", type: "message", role: "assistant", model: "opus" },
    content: [{ type: "text", text }],
    usage: { input_tokens: 12, output_tokens: 345 },
  },
  ...{ parent_tool_use_id: null, session_id: "s-1", uuid: "u-1" },
});

const toolResult = (content: string) => ({
  type: "user",
  message: {
    role: "user",
    content: [{ type: "tool_result", tool_use_id: "toolu_1", content }],
  },
  ...{ parent_tool_use_id: null, session_id: "s-1", uuid: "u-2" },
});

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** @param onChunk called after each chunk */
function classify(bytes: Buffer, onChunk = (): void => undefined): void {
  const output = observeOutput(() => undefined);
  for (const chunk of chunksOf(bytes)) {
    output.onStdout(chunk);
    onChunk();
  }
  const end = { exitCode: 0, durationMs: 0 };
  const run = { end, lingered: false, ...output.finish() };
  const outcome = classifyRun(run);
  if (outcome !== "success") throw new Error(`classified as ${outcome}`);
}

function timed(act: () => void): number {
  const startedAt = performance.now();
  act();
  return performance.now() - startedAt;
}

function median(act: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => timed(act));
  return times.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0;
}

export function benchClassify(): ClassifyFigures {
  const lines = madeUpRun();
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const firstMs = timed(() => classify(bytes, look));
  return {
    megabytes: bytes.length / MB,
    lines: lines.length,
    firstMs,
    medianMs: median(() => classify(bytes)),
    parseMs: median(() => lines.forEach((line) => void JSON.parse(line))),
    extraMegabytes: (peak - before) / MB,
  };
}

export function inWords(figures: ClassifyFigures): string {
  const { megabytes, lines, firstMs, medianMs, parseMs } = figures;
  const ratio = (medianMs / parseMs).toFixed(1);
  return (
    `${megabytes.toFixed(0)} MB of output (${lines} lines) are classified in ${medianMs.toFixed(0)} ms ` +
    `(the first time in ${firstMs.toFixed(0)} ms, with ${figures.extraMegabytes.toFixed(0)} MB of further memory): ` +
    `${ratio} × JSON.parse of the same lines (${parseMs.toFixed(0)} ms)`
  );
}

if (import.meta.main) console.log(inWords(benchClassify()));
