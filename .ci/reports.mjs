/**
 * Reads Vitest's JSON reports for `.ci/run`, with any Node from 20 on.
 *
 * `reports.mjs files REPORT`: the files with a failed test, one a line.
 * `reports.mjs count REPORT [AGAIN]`: "passed failed skipped"; and on standard error what failed,
 * and what passed in AGAIN, a report of the failed files alone.
 */
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

const WORDS_KEPT = 1_500;

const [command, report, again] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);

/** The tests of a report; a file that broke outside its tests counts as one that failed. */
function read(path) {
  if (!path || !existsSync(path)) return [];
  return JSON.parse(readFileSync(path, "utf8")).testResults.flatMap(toTests);
}

function toTests({ name, message, status, assertionResults }) {
  const file = relative(process.cwd(), name);
  const tests = assertionResults.map((test) => ({
    file,
    title: `${file}: ${test.fullName}`,
    status: test.status,
    why: test.failureMessages.join("\n"),
  }));
  const isBroken = status === "failed" && !tests.some(hasFailed);
  return isBroken
    ? [...tests, { file, title: file, status: "failed", why: message }]
    : tests;
}

function hasFailed({ status }) {
  return status === "failed";
}

/** Whether every test that stands for this one passed: of its title, or of a broken file's all. */
function passedIn(second, { file, title }) {
  const same = second.filter((test) =>
    title === file ? test.file === file : test.title === title,
  );
  return (
    same.some(({ status }) => status === "passed") && !same.some(hasFailed)
  );
}

const first = read(report);
const broken = first.filter(hasFailed);
if (command === "files") {
  for (const file of new Set(broken.map((test) => test.file))) say(file);
} else {
  const second = read(again);
  const mended = broken.filter((test) => passedIn(second, test));
  for (const test of broken) {
    const what = mended.includes(test)
      ? "PASSED ALONE, AFTER IT HAD FAILED"
      : "FAILED";
    process.stderr.write(
      `${what} ${test.title}\n${test.why.slice(0, WORDS_KEPT)}\n`,
    );
  }
  const passed = first.filter(({ status }) => status === "passed").length;
  const skipped = first.length - passed - broken.length;
  say(`${passed + mended.length} ${broken.length - mended.length} ${skipped}`);
}
