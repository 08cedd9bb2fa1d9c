/**
 * From the start of a process to a function's first answer, for each bundle that is deployed.
 * `node test/bench/cold-start.ts` prints the table; with `--write` it also puts it into its page.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { format } from "prettier";
import { bundleFunction } from "../architecture/bundle-function.ts";
import { replace } from "../docs/generated.ts";
import {
  coldStarts,
  FIRST_REQUESTS,
} from "../integration/harness/cold-start.ts";

const ROUNDS = 11;
const PAGE = new URL("../../docs/cold-start.md", import.meta.url);

const [loadBefore = 0] = loadavg();
const functions = await coldStarts();
const rows: string[] = [];
for (const name of Object.keys(FIRST_REQUESTS)) {
  const tookMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    tookMs.push((await functions.first(name)).tookMs);
  const sorted = tookMs.toSorted((a, b) => a - b).map(Math.round);
  const { bytes } = await bundleFunction(name);
  rows.push(
    `| \`${name}\` | ${Math.round(bytes / 1_000)} kB | ${sorted[0]} ms | ${sorted[Math.floor(ROUNDS / 2)]} ms |`,
  );
}
await functions.end();

const [cpu] = cpus();
const text = [
  "| function | bundle | fastest | median |",
  "| --- | --- | --- | --- |",
  ...rows,
  "",
  `${ROUNDS} starts each; ${cpus().length} × ${cpu?.model.trim() ?? "unknown CPU"}, Node ${process.version}; load of the machine before it: ${loadBefore.toFixed(1)}.`,
].join("\n");
process.stdout.write(`${text}\n`);
if (process.argv.includes("--write")) {
  const document = replace(readFileSync(PAGE, "utf8"), "cold-start", text);
  writeFileSync(PAGE, await format(document, { parser: "markdown" }));
}
