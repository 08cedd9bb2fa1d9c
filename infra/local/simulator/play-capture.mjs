import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { writeAll } from "./write-all.mjs";

/**
 * Prints a recorded run and ends as it did.
 *
 * @param {string} name its file name, with or without `.json`
 * @param {number | undefined} resetsInMs replaces the times at which limits end, which are long past
 * @param {number} now epoch milliseconds
 */
export async function playCapture(name, resetsInMs, now) {
  const capture = readCapture(name);
  if (capture === undefined) {
    process.stderr.write(`Error: the simulator has no capture "${name}"\n`);
    process.exit(1);
  }
  await writeAll(process.stderr, capture.stderr);
  await writeAll(process.stdout, withResetsAt(capture.stdout, resetsInMs, now));
  if (capture.signal !== null) {
    process.kill(process.pid, capture.signal);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  process.exit(capture.exitCode ?? 1);
}

/**
 * @param {string} name
 * @returns {{ stdout: string, stderr: string, exitCode: number | null, signal: NodeJS.Signals | null } | undefined}
 */
function readCapture(name) {
  const file = `${basename(name, ".json")}.json`;
  const folder = new URL("../../../test/fixtures/captures/", import.meta.url);
  try {
    return JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} stdout
 * @param {number | undefined} resetsInMs
 * @param {number} now
 */
function withResetsAt(stdout, resetsInMs, now) {
  if (resetsInMs === undefined) return stdout;
  const seconds = Math.ceil((now + resetsInMs) / 1000);
  return stdout.replace(/"resetsAt":\d+/g, `"resetsAt":${seconds}`);
}
