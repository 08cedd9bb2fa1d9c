/**
 * The figures of the README, each beside something bare that was measured in the same run.
 * `npm run bench` prints them; `npm run bench -- --write` also puts them into the README.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import type { RecordableHistogram } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { replace } from "../docs/generated.ts";
import { benchCalls, type CallFigures } from "./calls.ts";
import { benchClassify, inWords } from "./classify.ts";
import { benchDrain, type Drain } from "./drain.ts";
import { benchLatencies, type IdleFigures } from "./latencies.ts";

const { values: options } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    /** One after another on an idle stack. */
    tasks: { type: "string", default: "300" },
    /** Queued at once. */
    queued: { type: "string", default: "1000" },
  },
});
const WORK_MS = [0, 100];

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const millis = (histogram: RecordableHistogram, percentile: number): string =>
  (histogram.percentile(percentile) / 1e6).toFixed(1);

const pair = (of: RecordableHistogram): readonly string[] => [
  `${millis(of, 50)} ms`,
  `${millis(of, 99)} ms`,
];

const ratio = (a: RecordableHistogram, b: RecordableHistogram): string =>
  (a.percentile(50) / b.percentile(50)).toFixed(1);

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

const idle = ({ seen, ...figures }: IdleFigures): readonly string[] => [
  row("measured on an idle stack", "p50", "p99", "beside it, in the same run"),
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
  `The executor's own CPU for each task: ${figures.executorCpuMs.toFixed(1)} ms. ` +
    `\`npm start\` to ready: ${seconds(figures.startedAfterMs)} s; to its first result: ${seconds(figures.firstResultMs)} s.`,
];

const drained = (drains: readonly Drain[]): readonly string[] => [
  row(
    "a full queue, 8 at once",
    "tasks a second",
    "bare spawns of the CLI a second, 8 at once",
    "ratio",
    "the executor's own CPU for a task",
  ),
  "| --- | --- | --- | --- | --- |",
  ...drains.map(({ tasks, workMs, ...each }) =>
    row(
      `${String(tasks)} tasks, a shell script that ${workMs === 0 ? "answers at once" : `works for ${String(workMs)} ms`}`,
      each.perSecond.toFixed(0),
      each.spawnsPerSecond.toFixed(0),
      (each.perSecond / each.spawnsPerSecond).toFixed(2),
      `${each.executorCpuMs.toFixed(1)} ms`,
    ),
  ),
];

const called = (figures: CallFigures): string =>
  `AWS calls for each task, from its acceptance to one wait for its result: ${figures.callsPerTask.toFixed(1)} ` +
  `(${figures.perTask.map(([name, calls]) => `${name} ${calls.toFixed(2)}`).join(", ")}), ` +
  `at most $${figures.dollarsPerMillionTasks.toFixed(2)} for a million tasks.`;

function machine(loadBefore: number, rounds: number): string {
  const [cpu] = cpus();
  return (
    `From \`npm run bench -- --write\`: ${String(rounds)} tasks one after another with the simulator as CLI, then the full queues; ` +
    `${String(cpus().length)} × ${cpu?.model.trim() ?? "unknown CPU"}, ` +
    `${String(Math.round(totalmem() / 2 ** 30))} GiB, Node ${process.version}; ` +
    `load of the machine before it: ${loadBefore.toFixed(1)}.`
  );
}

const [loadBefore = 0] = loadavg();
const tasks = Number(options.queued);
const idleFigures = await benchLatencies(Number(options.tasks));
const drains = await benchDrain(WORK_MS.map((workMs) => ({ tasks, workMs })));
const calls = await benchCalls(Number(options.tasks));
const text = [
  ...idle(idleFigures),
  "",
  ...drained(drains),
  "",
  `${called(calls)} ${inWords(benchClassify())}.`,
  "",
  machine(loadBefore, idleFigures.rounds),
].join("\n");
process.stdout.write(`${text}\n`);
if (options.write) {
  const readme = new URL("../../README.md", import.meta.url);
  const document = replace(readFileSync(readme, "utf8"), "bench", text);
  writeFileSync(readme, await format(document, { parser: "markdown" }));
}
