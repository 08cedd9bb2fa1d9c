/**
 * The figures of the README: start-up, and the latencies of an idle stack, each beside something
 * bare that was measured in the same run. `npm run bench` prints them; `npm run bench -- --write`
 * also puts them into the README.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { replace } from "../docs/generated.ts";
import { benchClassify, inWords } from "./classify.ts";
import { type Stack, startStack } from "../integration/harness/stack.ts";

const CLI = new URL("../fixtures/cli/stamping-claude.mjs", import.meta.url)
  .pathname;
const WARM_UP = 30;
/** Linux counts CPU time in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;

const { values: options } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    tasks: { type: "string", default: "300" },
  },
});
const rounds = Number(options.tasks);

/** Epoch milliseconds with fractions, as the CLI's own stamps have them. */
const now = (): number => performance.timeOrigin + performance.now();

/** Milliseconds of CPU that the process and those it has waited for took so far, from `/proc`. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

const millis = (histogram: RecordableHistogram, percentile: number): string =>
  (histogram.percentile(percentile) / 1e6).toFixed(1);

const record = (histogram: RecordableHistogram, ms: number): void => {
  histogram.record(Math.max(1, Math.round(ms * 1e6)));
};

class Stamps {
  readonly directory = mkdtempSync(join(tmpdir(), "ccsp-bench-"));
  readonly file = join(this.directory, "stamps");
  last(): number {
    return Number(readFileSync(this.file, "utf8").trim().split("\n").at(-1));
  }
  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

interface Latencies {
  readonly submit: RecordableHistogram;
  readonly start: RecordableHistogram;
  readonly request: RecordableHistogram;
  readonly spawn: RecordableHistogram;
}

async function oneRound(
  stack: Stack,
  stamps: Stamps,
  into: Latencies,
): Promise<void> {
  const asked = now();
  await stack.call("/nowhere");
  const sent = now();
  record(into.request, sent - asked);
  const { body } = await stack.call<{ taskId: string }>("/tasks", {
    method: "POST",
    body: { prompt: "Say yes." },
  });
  record(into.submit, now() - sent);
  await stack.call(`/tasks/${body.taskId}/result?wait=20`);
  record(into.start, stamps.last() - sent);

  const spawned = now();
  const child = spawn(
    CLI,
    ["-p", "--output-format", "stream-json", "--verbose"],
    {
      env: { ...process.env, STAMPS_FILE: stamps.file },
      stdio: ["pipe", "ignore", "ignore"],
    },
  );
  child.stdin.end("Say yes.");
  await once(child, "close");
  record(into.spawn, stamps.last() - spawned);
}

const latencies = (): Latencies => ({
  submit: createHistogram(),
  start: createHistogram(),
  request: createHistogram(),
  spawn: createHistogram(),
});

interface Figures {
  readonly firstResultMs: number;
  readonly seen: Latencies;
  /** The executor's own CPU for each task, without its CLI's. */
  readonly executorCpuMs: number;
}

function report(
  stack: Stack,
  { firstResultMs, seen, executorCpuMs }: Figures,
): string {
  const row = (name: string, ...cells: readonly string[]): string =>
    `| ${[name, ...cells].join(" | ")} |`;
  const pair = (of: RecordableHistogram): readonly string[] => [
    `${millis(of, 50)} ms`,
    `${millis(of, 99)} ms`,
  ];
  const ratio = (a: RecordableHistogram, b: RecordableHistogram): string =>
    (a.percentile(50) / b.percentile(50)).toFixed(1);
  const [cpu] = cpus();
  return [
    row(
      "measured on an idle stack",
      "p50",
      "p99",
      "beside it, in the same run",
    ),
    "| --- | --- | --- | --- |",
    row(
      "`POST /tasks`",
      ...pair(seen.submit),
      `${ratio(seen.submit, seen.request)} × a request that does nothing (${millis(seen.request, 50)} ms)`,
    ),
    row(
      "`POST /tasks` to the start of the CLI",
      ...pair(seen.start),
      `${ratio(seen.start, seen.spawn)} × a bare spawn of the same CLI (${millis(seen.spawn, 50)} ms)`,
    ),
    "",
    `The executor's own CPU for each task: ${executorCpuMs.toFixed(1)} ms. ${inWords(benchClassify())}`,
    "",
    `\`npm start\` to ready: ${(stack.startedAfterMs / 1_000).toFixed(1)} s; to its first result: ${(firstResultMs / 1_000).toFixed(1)} s.`,
    "",
    `From \`npm run bench -- --write\`: ${String(rounds)} tasks one after another, simulator as CLI, ` +
      `${String(cpus().length)} × ${cpu?.model.trim() ?? "unknown CPU"}, ` +
      `${String(Math.round(totalmem() / 2 ** 30))} GiB, Node ${process.version}.`,
  ].join("\n");
}

const stamps = new Stamps();
appendFileSync(stamps.file, "");
const startedAt = now();
const stack = await startStack({
  env: { CCSP_CLI: CLI, CCSP_CLI_ENV: "STAMPS_FILE", STAMPS_FILE: stamps.file },
});
try {
  await stack.printed("curl");
  const firstResultMs = now() - startedAt;
  const warmUp = latencies();
  for (let round = 0; round < WARM_UP; round += 1)
    await oneRound(stack, stamps, warmUp);
  const seen = latencies();
  const { pid } = stack.processOf("functions/executor/main.ts");
  const cpuBefore = cpuMs(pid);
  for (let round = 0; round < rounds; round += 1) {
    await oneRound(stack, stamps, seen);
    if (round % 50 === 49) process.stderr.write(`${String(round + 1)} tasks\n`);
  }
  const executorCpuMs = (cpuMs(pid) - cpuBefore) / rounds;
  const text = report(stack, { firstResultMs, seen, executorCpuMs });
  process.stdout.write(`${text}\n`);
  if (options.write) {
    const readme = new URL("../../README.md", import.meta.url);
    const document = replace(readFileSync(readme, "utf8"), "bench", text);
    writeFileSync(readme, await format(document, { parser: "markdown" }));
  }
} finally {
  await stack.stop();
  stamps.remove();
}
