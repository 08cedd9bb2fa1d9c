/** `npm run test:crash`: progress on stderr, the result on stdout. */
import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { replace } from "../docs/generated.ts";
import { crashTest } from "./crash-test.ts";
import { type Options, OptionsError, readOptions, USAGE } from "./options.ts";
import { type CrashRecord, RECORD_FILE, sentenceOf } from "./record.ts";

const README = new URL("../../README.md", import.meta.url);

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function write(record: CrashRecord): Promise<void> {
  const document = replace(
    readFileSync(README, "utf8"),
    "crash",
    sentenceOf(record),
  );
  writeFileSync(README, await format(document, { parser: "markdown" }));
  writeFileSync(
    RECORD_FILE,
    await format(JSON.stringify(record), { parser: "json" }),
  );
}

async function run(options: Options): Promise<boolean> {
  const { seed, kills, tasks } = options;
  say(`seed ${String(seed)}: ${String(kills)} kills, ${String(tasks)} tasks`);
  const verdict = await crashTest({ seed, kills, tasks, say });
  const { record, problems, details, directory } = verdict;
  details.forEach(say);
  print(options.json ? JSON.stringify(record, null, 2) : sentenceOf(record));
  if (problems.length > 0) say(`State and logs are kept in ${directory}`);
  else if (options.write) await write(record);
  return problems.length === 0;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (!options) print(USAGE);
  else process.exitCode = (await run(options)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof OptionsError)) throw error;
  say(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
