/**
 * How long a warm function takes for an answer, and how much of that a processor works: what docs/cost.md reckons
 * with. `node test/bench/warm.ts` prints the table; with `--write` it also puts it into its page.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { format } from "prettier";
import { replace } from "../docs/generated.ts";
import { coldStarts } from "../integration/harness/cold-start.ts";

const NAMES = ["agent-api", "dispatch-scheduled", "poll-session-issue"];
const TIMES = 100;
const PAGE = new URL("../../docs/cold-start.md", import.meta.url);

const [loadBefore = 0] = loadavg();
const functions = await coldStarts();
const rows: string[] = [];
for (const name of NAMES) {
  const { tookMs, workedMs } = await functions.warm(name, TIMES);
  rows.push(
    `| \`${name}\` | ${tookMs.toFixed(1)} ms | ${workedMs.toFixed(1)} ms |`,
  );
}
await functions.end();

const [cpu] = cpus();
const text = [
  "| function | median | the processor's part |",
  "| --- | --- | --- |",
  ...rows,
  "",
  `${TIMES} answers each; ${cpus().length} × ${cpu?.model.trim() ?? "unknown CPU"}, Node ${process.version}; load of the machine before it: ${loadBefore.toFixed(1)}.`,
].join("\n");
process.stdout.write(`${text}\n`);
if (process.argv.includes("--write")) {
  const document = replace(readFileSync(PAGE, "utf8"), "warm", text);
  writeFileSync(PAGE, await format(document, { parser: "markdown" }));
}
